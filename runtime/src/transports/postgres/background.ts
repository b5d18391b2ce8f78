/** Waits without keeping the process alive; ends early when the signal is aborted. */
export function waitInBackground(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms).unref()
    signal.addEventListener('abort', end, { once: true })
  })
}

/** What `work` answers, or nothing when it takes longer. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const done = new AbortController()
  try {
    return await Promise.race([work, waitInBackground(ms, done.signal).then(() => undefined)])
  } finally {
    done.abort()
  }
}
