/** One way of doing what the entry is about. */
export interface Contestant {
  readonly name: string
  /** Ours, which others are told as a multiple of; one of a comparison. */
  readonly isBaseline?: true
  /** How much it reads, where a rate makes sense. */
  readonly bytes?: number
  /** How many events go through, where a rate makes sense. */
  readonly events?: number
  /**
   * Does it once; what it gives is checked before anything is timed. Where only a part of it counts, it gives what it
   * clocked itself.
   */
  run(): Promise<unknown>
}

/** What a contestant timed itself: one time, or one for each of what it did one after the other. */
export class Clocked {
  readonly times: readonly number[]

  constructor(times: readonly number[]) {
    this.times = times
  }
}

export interface Timing {
  readonly name: string
  readonly bytes?: number | undefined
  readonly events?: number | undefined
  readonly medianMs: number
  /** Where many were timed one by one: what one of a hundred takes longer than. */
  readonly p99Ms?: number | undefined
  readonly fastestMs: number
  readonly slowestMs: number
  /** Of the baseline's median. */
  readonly ratio: number
}

/**
 * Times contestants in rounds, each one's turn beside the others', so that what else the machine does falls on all
 * alike. The first rounds warm up and are not counted.
 */
export async function measure(
  contestants: readonly Contestant[],
  rounds: number,
  warmUps = 1,
): Promise<readonly Timing[]> {
  const times = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]))
  const each = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]))
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const contestant of rotated(contestants, round)) {
      globalThis.gc?.()
      const start = performance.now()
      const given = await contestant.run()
      const own = given instanceof Clocked ? given.times : [performance.now() - start]
      if (round < warmUps) continue
      times.get(contestant)?.push(median(own))
      if (own.length > 1) each.get(contestant)?.push(...own)
    }
  }
  const baseline = contestants.find(({ isBaseline }) => isBaseline) ?? contestants[0]
  const base = median(times.get(baseline as Contestant) ?? [])
  return contestants.map((contestant) => {
    const own = times.get(contestant) ?? []
    return {
      name: contestant.name,
      bytes: contestant.bytes,
      events: contestant.events,
      medianMs: median(own),
      p99Ms: p99(each.get(contestant) ?? []),
      fastestMs: Math.min(...own),
      slowestMs: Math.max(...own),
      ratio: median(own) / base,
    }
  })
}

const rotated = <T>(items: readonly T[], by: number): readonly T[] => {
  const at = by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

const p99 = (values: readonly number[]): number | undefined =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1]
