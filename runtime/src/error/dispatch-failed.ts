import type { AnyEvent } from '../event/any-event.js'
import { guardFor, TidingsError } from './tidings-error.js'

/**
 * The aggregates are saved, and not all of their events could be published. Those are kept, here and in their
 * aggregates, as long as the process lives; an outbox keeps them for longer.
 */
export class DispatchFailed extends TidingsError<'TIDINGS_DISPATCH_FAILED'> {
  override readonly name = 'DispatchFailed'
  /** What is not published yet, in order. */
  readonly events: readonly AnyEvent[]
  readonly #dispatch: () => Promise<void>

  constructor(events: readonly AnyEvent[], dispatch: () => Promise<void>, cause: unknown) {
    const names = events.map(({ type, id }) => `${type} ${id}`).join(', ')
    super('TIDINGS_DISPATCH_FAILED', `Saved, but not dispatched: ${names}; call dispatch() to try again`, { cause })
    this.events = events
    this.#dispatch = dispatch
  }

  /** Publishes what is left, without saving again. Throws `DispatchFailed` anew when it fails. */
  dispatch(): Promise<void> {
    return this.#dispatch()
  }
}

export const isDispatchFailed = guardFor<DispatchFailed>('TIDINGS_DISPATCH_FAILED')
