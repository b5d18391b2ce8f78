import type { inspect } from 'node:util'
import type { ValidationMode } from '../codec/validate.js'
import { structure } from '../message/structure.js'
import type { AnyEvent } from './any-event.js'
import { brand, descriptorOf, isInstance } from './brand.js'
import type { EventClass } from './event-class.js'
import type { EventArguments } from './event-context.js'
import type { EventFields, Extensions } from './event-fields.js'
import type { EventShape, ShapeMember } from './event-shape.js'
import { makeFields } from './make-fields.js'

export type { AnyEvent } from './any-event.js'

/**
 * Something that happened: what the generated event classes extend. `new` takes the data, where the event has some,
 * and a context of which everything may be left out; it throws `InvalidEvent` when either is not what the contract
 * says. An instance is valid, holds a copy of its own, and is immutable through and through.
 *
 * Two events are the same when `source` and `id` are. Equality as `node:assert` and test frameworks know it holds
 * for an event that was encoded and decoded, once its source is known. `instanceof` goes by the event's type, and
 * so holds for events of another copy of the same SDK.
 */
export abstract class Event<S extends EventShape> {
  /** The shape, in the type alone; nothing is there at run time. */
  declare readonly '~shape'?: S
  declare readonly id: string
  /** Absent until the event is published, where the contract gives none: then it is the bus's application. */
  declare readonly source: ShapeMember<S, 'source', string | undefined>
  declare readonly type: S['type']
  declare readonly specversion: '1.0'
  /** When it happened, RFC 3339; never absent from an event that was made here. */
  declare readonly time: string | undefined
  declare readonly subject: string | undefined
  declare readonly datacontenttype: string | undefined
  declare readonly dataschema: string | undefined
  declare readonly data: ShapeMember<S, 'data'>
  /** The message's own headers. */
  declare readonly headers: ShapeMember<S, 'headers'>
  /** CloudEvents extension attributes, such as `correlationid`, `causationid`, `partitionkey`; unknown ones too. */
  declare readonly extensions: Extensions

  static {
    // Not members as the compiler knows them: they would keep the types of two copies of this package apart.
    Object.defineProperty(Event, Symbol.hasInstance, { value: hasInstance })
    Object.defineProperty(Event.prototype, brand, { value: true })
    Object.defineProperty(Event.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: inspectEvent })
  }

  constructor(...args: EventArguments<S>) {
    const given: readonly unknown[] = args
    const fields = given[0] instanceof Restored ? given[0].fields : makeFields(descriptorOf(new.target), given)
    Object.freeze(fill(this as Writable<AnyEvent>, fields))
  }

  /** The structured CloudEvent. */
  toJSON(): Record<string, unknown> {
    return structure(this as AnyEvent)
  }
}

/**
 * An instance of these very fields, which the caller has judged in this mode, and frozen. No subclass's constructor
 * runs.
 */
export const restoreEvent = <E extends AnyEvent>(
  eventClass: EventClass<E>,
  fields: EventFields,
  mode: ValidationMode = 'strict',
): E => {
  const event: E = Reflect.construct(Event, [new Restored(fields)], eventClass)
  if (mode === 'tolerant') tolerated.add(event)
  return event
}

/** Whether an event may hold more than its contract declares. */
export const isTolerated = (event: AnyEvent): boolean => tolerated.has(event)

const tolerated = new WeakSet<AnyEvent>()

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/** One by one, which is many times as quick as `Object.assign`. */
function fill(event: Writable<AnyEvent>, fields: EventFields): AnyEvent {
  event.id = fields.id
  event.source = fields.source
  event.type = fields.type
  event.time = fields.time
  event.subject = fields.subject
  event.datacontenttype = fields.datacontenttype
  event.dataschema = fields.dataschema
  event.data = fields.data
  event.headers = fields.headers
  event.extensions = fields.extensions
  event.specversion = '1.0'
  return event
}

class Restored {
  readonly fields: EventFields

  constructor(fields: EventFields) {
    this.fields = fields
  }
}

function hasInstance(this: unknown, value: unknown): boolean {
  return isInstance(this, value)
}

function inspectEvent(this: AnyEvent, _depth: number, options: object, print: typeof inspect): string {
  const told = Object.entries(this).filter(([name, value]) => name !== 'specversion' && !isEmpty(value))
  return `${descriptorOf(this).name} ${print(Object.fromEntries(told), options)}`
}

const isEmpty = (value: unknown) =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
