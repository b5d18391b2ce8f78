import type { DeadLetterDetails } from '../transport/dead-letter.js'
import { describeError } from './describe-error.js'
import type { Defect, Job } from './job.js'
import type { DeliveryPolicy } from './policy.js'

/** What a dead letter tells of its message's end. */
export function deadLetterDetails(
  { holding, attempts, firstAttemptAt, lastAttemptAt }: Job,
  { reason, error }: Defect,
  policy: DeliveryPolicy,
  now: number,
): DeadLetterDetails {
  const { redeliveries, key } = holding
  return {
    reason,
    error: describeError(error),
    attempts,
    ...(redeliveries !== undefined && { redeliveries }),
    ...(attempts > 0 && { firstAttemptAt: instant(firstAttemptAt), lastAttemptAt: instant(lastAttemptAt) }),
    parkedAt: instant(now),
    ...(policy.afterDeadLetter === 'park-key' && key !== undefined && { parkKey: true }),
  }
}

const instant = (ms: number) => new Date(ms).toISOString()
