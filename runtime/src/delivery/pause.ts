import type { Clock } from '../transport/clock.js'

/** Waits for longer after each failure in a row, up to 30 s; not at all once `signal` is aborted. */
export function pause(clock: Clock, failures: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(Math.min(30_000, 1_000 * 2 ** failures), end)
    signal.addEventListener('abort', end, { once: true })
  })
}
