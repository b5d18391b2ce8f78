import { bindingsFor, type ProtocolBindings, settingsFor } from './bindings.js'
import type { Place, Source } from './place.js'
import type { Server } from './server.js'

export interface BindingsNoticeOptions {
  /** The protocol's names in bindings. Those of others are for other brokers: nothing is said of them. */
  readonly protocols: readonly string[]
  /** The settings that the transport honours. */
  readonly honoured?: { readonly [Level in keyof ProtocolBindings | 'server']?: readonly string[] }
  /** By the setting's name, what stands in its stead. */
  readonly instead?: Readonly<Record<string, string>>
  readonly warn: (warning: Error) => void
}

/** Tells, once for each channel and direction, which settings of its bindings a transport does not honour. */
export class BindingsNotice {
  readonly #options: BindingsNoticeOptions
  readonly #seen = new Set<string>()

  constructor(options: BindingsNoticeOptions) {
    this.#options = options
  }

  /** For each source of a subscription that is declared. */
  receivedFrom(source: Source): void {
    this.#look(source, 'received', source.channel)
  }

  /** For each place that is carried to. */
  sentTo(place: Place): void {
    this.#look(place, 'sent')
  }

  /** For the server that the transport was given, if it was. */
  connectedTo(server: Server | undefined): void {
    if (server === undefined) return
    this.#tell('server', settingsFor(server.bindings, ...this.#options.protocols), `the server ${server.host}`)
  }

  #look(place: Place, direction: 'sent' | 'received', channel = place.family ?? place.address): void {
    if (place.bindings === undefined) return
    const seen = `${direction} ${place.application ?? ''} ${channel}`
    if (this.#seen.has(seen)) return
    this.#seen.add(seen)
    const settings = bindingsFor(place.bindings, ...this.#options.protocols)
    this.#tell('operation', settings.operation, `the operation by which ${channel} is ${direction}`)
    // The channel is the same in both directions.
    const either = `channel ${place.application ?? ''} ${channel}`
    if (this.#seen.has(either)) return
    this.#seen.add(either)
    this.#tell('channel', settings.channel, `the channel ${channel}`)
  }

  #tell(level: keyof ProtocolBindings | 'server', settings: Readonly<Record<string, unknown>>, whose: string): void {
    const { protocols, honoured = {}, instead = {}, warn } = this.#options
    for (const name of Object.keys(settings)) {
      if (name === 'bindingVersion' || honoured[level]?.includes(name)) continue
      const why = Object.hasOwn(instead, name) ? `: ${instead[name]}` : ''
      warn(new Error(`the ${protocols[0]} binding ${name} of ${whose} is not used${why}`))
    }
  }
}
