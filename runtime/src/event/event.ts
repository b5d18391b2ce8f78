import type { EventArguments } from './event-context.js'
import type { EventShape, ShapeMember } from './event-shape.js'

/** Any event, whatever its class. */
export type AnyEvent = Event<EventShape>

/** Something that happened. Generated classes extend it; an instance is valid and deeply immutable. */
export abstract class Event<S extends EventShape> {
  /** The shape in the type alone; nothing is there at run time. */
  declare readonly '~shape'?: S
  declare readonly id: string
  declare readonly source: ShapeMember<S, 'source', string | undefined>
  declare readonly type: S['type']
  declare readonly specversion: '1.0'
  declare readonly time: string | undefined
  declare readonly subject: string | undefined
  declare readonly datacontenttype: string | undefined
  declare readonly dataschema: string | undefined
  declare readonly data: ShapeMember<S, 'data'>
  declare readonly headers: ShapeMember<S, 'headers'>
  declare readonly extensions: Readonly<Record<string, string | number | boolean>>

  constructor(...args: EventArguments<S>) {
    Object.assign(this, args)
  }
}
