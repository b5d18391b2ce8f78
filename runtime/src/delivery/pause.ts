import type { Clock } from '../transport/clock.js'
import { sleep } from '../transport/sleep.js'

/** Waits for longer after each failure in a row, up to 30 s; not at all once `signal` is aborted. */
export const pause = (clock: Clock, failures: number, signal: AbortSignal): Promise<void> =>
  sleep(Math.min(30_000, 1_000 * 2 ** failures), clock, signal)
