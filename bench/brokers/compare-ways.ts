import type { Comparison } from '../entry.js'
import { Clocked } from '../measure.js'
import { check, consumeAll, passSingly, publishAll, publishSingly } from './runs.js'
import { inHand, type Way } from './way.js'

export interface Compared {
  /** As people call it. */
  readonly broker: string
  readonly ways: readonly Way[]
  /** How many events a run has; 5,000 unless given. */
  readonly count?: number
  /** How many are sent one at a time; 100 unless given. */
  readonly singles?: number
}

const target = 'by hand 0.9, the others above 1'
/** What runs in production has run before: until some 15,000 events V8 is still compiling, and whoever does more takes longer. */
const warmUps = 3

/** Publishing and handling, many at a time and one at a time. */
export async function compareWays({
  broker,
  ways,
  count = 5_000,
  singles = 100,
}: Compared): Promise<readonly Comparison[]> {
  for (const way of ways) await check(way, 300)
  const handling = ways.filter(({ onlyPublishes }) => !onlyPublishes)
  const contestants = (among: readonly Way[], run: (way: Way, count: number) => Promise<number>) =>
    among.map((way) => ({
      ...named(way),
      events: count,
      run: async () => new Clocked([await run(way, count)]),
    }))
  const singly = (run: (way: Way, count: number) => Promise<readonly number[]>) =>
    handling.map((way) => ({ ...named(way), run: async () => new Clocked(await run(way, way.singles ?? singles)) }))
  const size = `${count.toLocaleString('en')} events of about 632 bytes`
  return [
    {
      title: `${broker}: publish`,
      input: `${size}, at most ${inHand} under way, until all are confirmed`,
      times: count,
      target,
      warmUps,
      contestants: contestants(ways, publishAll),
    },
    {
      title: `${broker}: handle`,
      input: `${size} that wait, at most ${inHand} in hand, each acknowledged once it is handled`,
      times: count,
      target,
      warmUps,
      contestants: contestants(handling, consumeAll),
    },
    {
      title: `${broker}: publish one`,
      input: 'until it is confirmed, one after the other',
      target,
      warmUps,
      contestants: singly(publishSingly),
    },
    {
      title: `${broker}: publish to handler`,
      input: 'from the call to the handler, one after the other',
      target,
      warmUps,
      contestants: singly(passSingly),
    },
  ]
}

export const named = ({ name }: Way) => ({ name, ...(name === 'tidings' && { isBaseline: true as const }) })
