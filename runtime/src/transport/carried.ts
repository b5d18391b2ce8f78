import type { Message } from '../message/message.js'
import type { Trace, Wire } from './holding.js'
import type { Place } from './place.js'

/** What was carried, as it is read: a message, or why there is none and what stands there instead. */
export interface Carried {
  readonly place: Place
  readonly message: Message | undefined
  readonly unreadable: Error | undefined
  readonly wire: Wire | undefined
  readonly key: string | undefined
  readonly trace: Trace | undefined
}
