import { guardFor, TidingsError } from './tidings-error.js'

/** A subscription takes earlier versions of an event, and nothing tells how to make the newest of them. */
export class MissingUpcaster extends TidingsError<'TIDINGS_MISSING_UPCASTER'> {
  override readonly name = 'MissingUpcaster'
  /** Each as `OrderConfirmed 1 to OrderConfirmed 3`. */
  readonly missing: readonly string[]

  constructor(missing: readonly string[]) {
    const mend = 'give createBus({ upcasters: [upcaster(From, To, (data) => …)] })'
    super('TIDINGS_MISSING_UPCASTER', `no upcaster for ${missing.join(', ')}; ${mend}`)
    this.missing = missing
  }
}

export const isMissingUpcaster = guardFor<MissingUpcaster>('TIDINGS_MISSING_UPCASTER')
