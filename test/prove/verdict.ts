import type { Entry } from './ledger.js'
import { type SubscriptionName, subscriptions } from './task.js'

/** What became of the events, for one subscription. */
export interface Account {
  readonly subscription: SubscriptionName
  /** Accepted, and handled by nobody. */
  readonly lost: readonly Entry[]
  /** Handled for the first time after a later one of its key. */
  readonly late: readonly Entry[]
  readonly handled: number
  /** How often something was handled again. */
  readonly repeated: number
  /** What the promises to this subscription say of that, in sentences; empty when they were kept. */
  readonly broken: readonly string[]
}

/**
 * Handled again, an event does not count: what holds is the order in which they were handled first. Only what was
 * accepted for certain is asked for; the others may be there or not.
 */
export function judge(subscription: SubscriptionName, accepted: readonly Entry[], handled: readonly Entry[]): Account {
  const first = new Map<string, Entry>()
  for (const entry of handled) if (!first.has(entry.id)) first.set(entry.id, entry)
  const wanted = new Set(accepted.map(({ id }) => id))
  const furthest = new Map<string, number>()
  const late = [...first.values()].filter(({ key, number, id }) => {
    if (!wanted.has(id)) return false
    const before = furthest.get(key) ?? 0
    furthest.set(key, Math.max(before, number))
    return number < before
  })
  const lost = accepted.filter(({ id }) => !first.has(id))
  const repeated = handled.length - first.size
  const broken = [
    ...(lost.length > 0 ? [`${lost.length} events are lost`] : []),
    ...(late.length > 0 && subscriptions[subscription] === 'per-key' ? [`${late.length} events came too late`] : []),
    ...(repeated > 0 && subscription === 'once' ? [`${repeated} effects are doubled`] : []),
  ]
  return { subscription, lost, late, handled: first.size, repeated, broken }
}

/** Waits until everything accepted was handled, for as long as something still happens; `patienceMs` of silence end it. */
export async function untilHandled(
  accepted: readonly Entry[],
  read: () => Promise<readonly (readonly Entry[])[]>,
  patienceMs: number,
): Promise<boolean> {
  for (let [seen, since] = [-1, Date.now()]; ; ) {
    const handled = await read()
    const isDone = handled.every((entries) => {
      const ids = new Set(entries.map(({ id }) => id))
      return accepted.every(({ id }) => ids.has(id))
    })
    if (isDone) return true
    const count = handled.reduce((sum, { length }) => sum + length, 0)
    if (count !== seen) [seen, since] = [count, Date.now()]
    if (Date.now() - since > patienceMs) return false
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
