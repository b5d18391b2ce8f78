import { isInvalidEvent } from '../error/invalid-event.js'
import { RedeliveredTooOften } from '../error/redelivered-too-often.js'
import { UndecodableMessage } from '../error/undecodable-message.js'
import type { Holding } from '../transport/holding.js'
import type { Defect } from './job.js'

/** Why a message is a dead letter as it comes. */
export function defectOf(
  { redeliveries = 0, message, unreadable }: Holding,
  maxDeliveries: number,
): Defect | undefined {
  if (redeliveries >= maxDeliveries) {
    return { reason: 'redelivered-too-often', error: new RedeliveredTooOften(redeliveries) }
  }
  if (message !== undefined) return undefined
  return { reason: 'undecodable', error: unreadable ?? new UndecodableMessage('The message is no CloudEvent') }
}

/** Why a message is a dead letter that was tried to be decoded. */
export const decodingDefect = (error: unknown): Defect => ({
  reason: isInvalidEvent(error) ? 'invalid' : 'undecodable',
  error,
})
