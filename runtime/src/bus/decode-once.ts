import type { ValidationMode } from '../codec/validate.js'
import type { AnyEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import { decodeEvent } from '../message/decode-event.js'
import type { Message } from '../message/message.js'
import { SharedMessage } from '../message/shared-message.js'

/**
 * The event in a message. Throws as `decodeEvent` does. A transport inside the process gives one message to many
 * subscriptions, and then it is read once.
 */
export const decodeOnce = (eventClass: EventClass, message: Message, mode: ValidationMode): AnyEvent =>
  message instanceof SharedMessage ? message.eventOf(eventClass, mode) : decodeEvent(eventClass, message, mode)
