/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, `ms` from now, and keeps the process alive until then. Returns what calls it off. */
  after(ms: number, callback: () => void): () => void
}

/** Node fires a timer that is longer at once. */
export const longestTimerMs = 2 ** 31 - 1

/** Looks the timers up at each call, so that a test framework's fake ones work. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
