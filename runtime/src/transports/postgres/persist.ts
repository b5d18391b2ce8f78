import type { Clock } from '../../transport/clock.js'
import { sleep } from '../../transport/sleep.js'
import { isAway } from './is-away.js'
import type { Reachability } from './reachability.js'

export interface Persistence {
  readonly clock: Clock
  readonly reachability: Reachability
  /** Ends it: the last error is thrown. */
  readonly signal: AbortSignal
  /** Until when to try again, in milliseconds since 1970; for ever unless given. */
  readonly until?: number
}

/** Does it again while the server is away, waiting for longer each time, up to 5 s. */
export async function persist<T>(work: () => Promise<T>, persistence: Persistence): Promise<T> {
  const { clock, reachability, signal, until = Number.POSITIVE_INFINITY } = persistence
  for (let failures = 0; ; failures++) {
    try {
      const result = await work()
      reachability.found()
      return result
    } catch (error) {
      if (!isAway(error) || signal.aborted) throw error
      reachability.lost(error)
      const waitMs = Math.min(5_000, 50 * 2 ** failures) * (1 - Math.random() / 2)
      if (clock.now() + waitMs >= until) throw error
      await sleep(waitMs, clock, signal)
    }
  }
}
