import type { ValidationMode } from '../codec/validate.js'
import { UndecodableMessage } from '../error/undecodable-message.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import { decodeEvent, decodeParsed } from '../message/decode-event.js'
import type { Message } from '../message/message.js'
import type { ParsedCloudEvent } from '../message/structured.js'

export interface ReadOptions {
  /** `tolerant` lets undeclared properties of a newer producer pass; `strict` unless given. */
  readonly validate?: ValidationMode
}

/** The event in a message, as an instance of the class that has its type. */
export const decodeAs = <C extends EventClass>(
  classes: C | readonly C[],
  message: Message,
  { validate }: ReadOptions = {},
): EventOf<C> => decodeEvent(classOf(classes, message.attributes.type), message, validate) as EventOf<C>

/** The same for what stands in JSON as a whole. */
export const decodeParsedAs = <C extends EventClass>(
  classes: C | readonly C[],
  parsed: ParsedCloudEvent,
  { validate }: ReadOptions = {},
): EventOf<C> => decodeParsed((type) => classOf(classes, type), parsed, validate) as EventOf<C>

const classOf = <C extends EventClass>(classes: C | readonly C[], type: string): C => {
  if (typeof classes === 'function' && classes.type === type) return classes
  const candidates: readonly C[] = typeof classes === 'function' ? [classes] : classes
  const chosen = candidates.find((candidate) => candidate.type === type)
  if (chosen !== undefined) return chosen
  const types = candidates.map((candidate) => candidate.type).join(', ')
  throw new UndecodableMessage(`No class for an event of type ${type}: expected ${types}`)
}
