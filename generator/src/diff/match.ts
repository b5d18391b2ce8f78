import type { Pair } from './change.js'

/** What of two lists is the same thing, and what has no counterpart. */
export interface Matching<Thing> {
  readonly pairs: readonly Pair<Thing>[]
  readonly removed: readonly Thing[]
  readonly added: readonly Thing[]
}

/** What a thing is recognised by; `undefined` where it has no such mark. */
export type Mark<Thing> = (thing: Thing, side: 'before' | 'after') => string | undefined

/**
 * Finds in two lists what is the same thing: by the first mark, what that leaves over by the second, and so on. A mark
 * counts where one thing alone has it on either side.
 */
export function match<Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  marks: readonly Mark<Thing>[],
): Matching<Thing> {
  const pairs: Pair<Thing>[] = []
  const [removed, added] = [new Set(before), new Set(after)]
  for (const mark of marks) {
    const newer = uniqueBy(added, (thing) => mark(thing, 'after'))
    for (const [value, thing] of uniqueBy(removed, (thing) => mark(thing, 'before'))) {
      const counterpart = newer.get(value)
      if (counterpart === undefined) continue
      pairs.push({ before: thing, after: counterpart })
      removed.delete(thing)
      added.delete(counterpart)
    }
  }
  return { pairs, removed: [...removed], added: [...added] }
}

function uniqueBy<Thing>(things: Iterable<Thing>, mark: (thing: Thing) => string | undefined): Map<string, Thing> {
  const byMark = new Map<string, Thing[]>()
  for (const thing of things) {
    const value = mark(thing)
    if (value !== undefined) byMark.set(value, [...(byMark.get(value) ?? []), thing])
  }
  return new Map(
    [...byMark].flatMap(([value, [thing, ...others]]) =>
      thing === undefined || others.length > 0 ? [] : [[value, thing] as const],
    ),
  )
}
