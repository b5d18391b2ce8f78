import type { Trace } from '../transport/holding.js'
import type { Outgoing } from '../transport/transport.js'

/** Messages on their way to one transport, in one call. */
export interface Sending {
  /**
   * `publish`: by whoever published them. `record`: into an outbox; this is one message, and nothing is sent yet.
   * `relay`: what an outbox recorded.
   */
  readonly how: 'publish' | 'record' | 'relay'
  /** The transport's name. */
  readonly transport: string
  /** What was relayed, or recorded before it is published, has a `trace` already. */
  readonly messages: readonly Outgoing[]
}

/** What a hook has to say of them. */
export interface Sent {
  /**
   * The trace of each, in the order given: as the hop's, and as the origin's where the event has none. Those that get
   * none keep what they have.
   */
  readonly traces?: readonly (Trace | undefined)[]
  /** How it ended, in the order given: `undefined`, or why it was not accepted. */
  end?(outcomes: readonly (Error | undefined)[]): void
}
