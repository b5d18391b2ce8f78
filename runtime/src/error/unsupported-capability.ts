import type { Capability, Features } from '../transport/features.js'
import { guardFor, TidingsError } from './tidings-error.js'

/** A bus was asked for something that its transport cannot do. Nothing was started. */
export class UnsupportedCapability extends TidingsError<'TIDINGS_UNSUPPORTED_CAPABILITY'> {
  override readonly name = 'UnsupportedCapability'
  readonly capability: Capability
  readonly transport: string

  /** `wish` says who asks for what: `subscription kitchen asks for order: 'per-key'`. */
  constructor(
    wish: string,
    capability: Capability,
    transport: { readonly name: string; readonly features: Pick<Features, 'why'> },
  ) {
    const why = transport.features.why?.[capability]
    super(
      'TIDINGS_UNSUPPORTED_CAPABILITY',
      `${wish}, which the transport ${transport.name} cannot do${why === undefined ? '' : `: ${why}`}`,
    )
    this.capability = capability
    this.transport = transport.name
  }
}

export const isUnsupportedCapability = guardFor<UnsupportedCapability>('TIDINGS_UNSUPPORTED_CAPABILITY')
