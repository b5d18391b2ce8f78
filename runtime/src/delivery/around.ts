/**
 * Runs `work` inside a hook, exactly once and with its own result, whatever the hook does. `broke` is told of an error
 * that is the hook's own.
 */
export function around<T>(hook: (next: () => T) => unknown, work: () => T, broke: (error: unknown) => void): T {
  let outcome: Outcome<T> | undefined
  const next = (): T => {
    outcome ??= run(work)
    return unwrap(outcome)
  }
  try {
    const returned = hook(next)
    // The outcome is the work's own: a rejection of the hook's is no unhandled one.
    if (returned instanceof Promise) returned.catch((error) => mayBreak(error, outcome, broke))
  } catch (error) {
    mayBreak(error, outcome, broke)
  }
  return next()
}

type Outcome<T> = { readonly result: T } | { readonly error: unknown }

/** An error that is the work's own is none of the hook's. */
function mayBreak(error: unknown, outcome: Outcome<unknown> | undefined, broke: (error: unknown) => void): void {
  const unlessSame = (own?: unknown) => {
    if (own !== error) broke(error)
  }
  if (outcome === undefined) unlessSame()
  else if ('error' in outcome) unlessSame(outcome.error)
  else if (outcome.result instanceof Promise) outcome.result.then(() => unlessSame(), unlessSame)
  else unlessSame()
}

const run = <T>(work: () => T): Outcome<T> => {
  try {
    return { result: work() }
  } catch (error) {
    return { error }
  }
}

function unwrap<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error
  return outcome.result
}
