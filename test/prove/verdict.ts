import type { Entry, Ledger } from './ledger.js'

/** What became of the events, for one subscription. */
export interface Account {
  readonly subscription: string
  /** Accepted, and handled by nobody. */
  readonly lost: readonly Entry[]
  /** Handled before one of its key that was accepted earlier. */
  readonly overtook: readonly Entry[]
  readonly handled: number
  /** How often something was handled again. */
  readonly repeated: number
}

/**
 * Handled again, an event does not count: what holds is the order in which they were handled first. Only what was
 * accepted for certain is asked for; the others may be there or not.
 */
export function judge(subscription: string, accepted: readonly Entry[], handled: readonly Entry[]): Account {
  const first = new Map<string, Entry>()
  for (const entry of handled) if (!first.has(entry.id)) first.set(entry.id, entry)
  const wanted = new Set(accepted.map(({ id }) => id))
  const furthest = new Map<string, number>()
  const overtook = [...first.values()].filter(({ key, number, id }) => {
    if (!wanted.has(id)) return false
    const before = furthest.get(key) ?? 0
    furthest.set(key, Math.max(before, number))
    return number < before
  })
  return {
    subscription,
    lost: accepted.filter(({ id }) => !first.has(id)),
    overtook,
    handled: first.size,
    repeated: handled.length - first.size,
  }
}

/** Waits until everything accepted was handled, for as long as something still happens; `patienceMs` of silence end it. */
export async function untilHandled(
  accepted: readonly Entry[],
  ledgers: readonly Ledger[],
  patienceMs: number,
): Promise<boolean> {
  for (let [seen, since] = [-1, Date.now()]; ; ) {
    const handled = ledgers.map((ledger) => ledger.read())
    const isDone = handled.every((entries) => {
      const ids = new Set(entries.map(({ id }) => id))
      return accepted.every(({ id }) => ids.has(id))
    })
    if (isDone) return true
    const count = handled.reduce((sum, { length }) => sum + length, 0)
    if (count !== seen) [seen, since] = [count, Date.now()]
    if (Date.now() - since > patienceMs) return false
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
