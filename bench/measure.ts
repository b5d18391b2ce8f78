/** One way of doing what the entry is about. */
export interface Contestant {
  readonly name: string
  /** What others are told as a multiple of; one of an entry. */
  readonly isBaseline?: true
  /** How much it reads, where a rate makes sense. */
  readonly bytes?: number
  /** Does it once; what it gives is checked before anything is timed. */
  run(): Promise<unknown>
}

export interface Timing {
  readonly name: string
  readonly bytes?: number | undefined
  readonly medianMs: number
  readonly fastestMs: number
  readonly slowestMs: number
  /** Of the baseline's median. */
  readonly ratio: number
}

/**
 * Times contestants in rounds, each one's turn beside the others', so that what else the machine does falls on all
 * alike. The first round warms up and is not counted.
 */
export async function measure(contestants: readonly Contestant[], rounds: number): Promise<readonly Timing[]> {
  const times = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of rotated(contestants, round)) {
      globalThis.gc?.()
      const start = performance.now()
      await contestant.run()
      if (round > 0) times.get(contestant)?.push(performance.now() - start)
    }
  }
  const baseline = contestants.find(({ isBaseline }) => isBaseline) ?? contestants[0]
  const base = median(times.get(baseline as Contestant) ?? [])
  return contestants.map((contestant) => {
    const own = times.get(contestant) ?? []
    return {
      name: contestant.name,
      bytes: contestant.bytes,
      medianMs: median(own),
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
