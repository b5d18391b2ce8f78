import type { ValidationMode } from '../codec/validate.js'
import { UndecodableMessage } from '../error/undecodable-message.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import { decodeEvent } from '../message/decode-event.js'
import type { Message } from '../message/message.js'

export interface ReadOptions {
  /** `tolerant` lets undeclared properties of a newer producer pass; `strict` unless given. */
  readonly validate?: ValidationMode
}

/** The event in a message, as an instance of the class that has its type. */
export const decodeAs = <C extends EventClass>(
  classes: C | readonly C[],
  message: Message,
  { validate }: ReadOptions = {},
): EventOf<C> => {
  const candidates: readonly C[] = typeof classes === 'function' ? [classes] : classes
  const { type } = message.attributes
  const chosen = candidates.find((candidate) => candidate.type === type)
  if (chosen !== undefined) return decodeEvent(chosen, message, validate) as EventOf<C>
  const types = candidates.map((candidate) => candidate.type).join(', ')
  throw new UndecodableMessage(`No class for an event of type ${type}: expected ${types}`)
}
