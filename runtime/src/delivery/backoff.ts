import type { RetryOptions } from './policy.js'

/**
 * How long to wait after an attempt that failed; `undefined` when it was the last. Exponential, shortened by up to
 * half at random so that what failed together does not come again together.
 */
export function backoff(
  retry: Required<RetryOptions>,
  attempt: number,
  waitedMs: number,
  random: () => number,
): number | undefined {
  const leftMs = retry.totalDelayMs - waitedMs
  if (attempt >= retry.attempts || (leftMs <= 0 && retry.delayMs > 0)) return undefined
  const fullMs = retry.delayMs * retry.factor ** (attempt - 1)
  return Math.min(leftMs, fullMs * (1 - random() / 2))
}
