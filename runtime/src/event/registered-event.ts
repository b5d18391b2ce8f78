import type { EventClass } from './event-class.js'

/** One entry of an SDK's registry: its class is loaded when it is asked for. */
export interface RegisteredEvent {
  /** The name of its class. */
  readonly name: string
  /** The CloudEvents `type`. */
  readonly type: string
  load(): Promise<EventClass>
}
