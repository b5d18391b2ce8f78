import { groupBy } from './group-by.js'

/** A thing that wants a name. */
export interface Candidate<T> {
  readonly thing: T
  /** Names for it, the best first. The last must be its own alone. */
  readonly names: readonly string[]
  /** Of several that want one name, the only one with the lowest rank has it. */
  readonly rank: number
}

/**
 * Gives each thing a name that no other has. Where several want one, all of them fall back to their next, so that
 * the order in which they come changes nothing.
 */
export function distinctNames<T>(candidates: readonly Candidate<T>[]): Map<T, string> {
  const level = new Map(candidates.map((candidate) => [candidate, 0]))
  const nameOf = (candidate: Candidate<T>) =>
    candidate.names[Math.min(level.get(candidate) ?? 0, candidate.names.length - 1)] ?? ''
  for (;;) {
    const wanted = groupBy(candidates, nameOf)
    let moved = false
    for (const rivals of wanted.values()) {
      if (rivals.length === 1) continue
      const first = Math.min(...rivals.map(({ rank }) => rank))
      const winners = rivals.filter(({ rank }) => rank === first)
      for (const rival of rivals) {
        if (winners.length === 1 && winners[0] === rival) continue
        const at = level.get(rival) ?? 0
        if (at >= rival.names.length - 1) continue
        level.set(rival, at + 1)
        moved = true
      }
    }
    if (!moved) return new Map(candidates.map((candidate) => [candidate.thing, nameOf(candidate)]))
  }
}
