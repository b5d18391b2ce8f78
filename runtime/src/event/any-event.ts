import type { Extensions } from './event-fields.js'
import type { EventShape } from './event-shape.js'

/**
 * Any event, whatever its class. An interface of its own rather than `Event<EventShape>`: the compiler compares
 * members, and so takes events of another copy of this package too.
 */
export interface AnyEvent {
  readonly '~shape'?: EventShape
  readonly id: string
  readonly source: string | undefined
  readonly type: string
  readonly specversion: '1.0'
  readonly time: string | undefined
  readonly subject: string | undefined
  readonly datacontenttype: string | undefined
  readonly dataschema: string | undefined
  readonly data: unknown
  readonly headers: unknown
  readonly extensions: Extensions
  toJSON(): Record<string, unknown>
}
