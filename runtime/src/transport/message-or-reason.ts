import type { Message } from '../message/message.js'
import type { Holding } from './holding.js'

/** What `read` gives, or why it throws. */
export function messageOrReason(read: () => Message): Pick<Holding, 'message' | 'unreadable'> {
  try {
    return { message: read(), unreadable: undefined }
  } catch (error) {
    return { message: undefined, unreadable: error instanceof Error ? error : new Error(String(error)) }
  }
}
