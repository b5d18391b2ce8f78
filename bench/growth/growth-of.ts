import type { SubscribeOptions, Transport } from '@tidings/runtime'
import type { Comparison, Given } from '../entry.js'
import { Clocked, type Contestant } from '../measure.js'
import { type Gated, openGated } from './gated.js'

export interface Growing {
  /** As people call it. */
  readonly name: string
  /** With names that begin with the line's. */
  readonly transport: (line: string) => Transport
  /** How much of a subscription in order is under way at a time, in words. */
  readonly inOrder: string
  /** The longest backlog that it bears, where it does not bear a million, and why. */
  readonly bears?: readonly [count: number, why: string]
}

/** How many deliveries are timed in a run. */
const deliveries = 1_000
/** `BENCH_BACKLOG` leaves out those that are longer: a million takes a minute or two to publish. */
const longest = Number(process.env.BENCH_BACKLOG ?? 1_000_000)
const backlogs = [1_000, 10_000, 100_000, 1_000_000].filter((count) => count <= longest)
const waiting = (count: number): string => `${told(count)} more wait`

let lines = 0

/** What a delivery costs with more subscriptions, more keys and more backlog. */
export function growthOf({ name, transport, inOrder, bears }: Growing, { afterwards }: Given): readonly Comparison[] {
  const [most, why] = bears ?? [Number.POSITIVE_INFINITY, '']
  const each = `each of ${told(deliveries)} deliveries`
  const open = (subscriptions: number, options?: SubscribeOptions) =>
    openGated({ transport: transport(`growth_${process.pid}_${++lines}`), subscriptions, ...(options && { options }) })

  /** Opened for a turn: what a hundred subscriptions do when nothing comes falls on no other contestant. */
  async function withSubscriptions(subscriptions: number): Promise<number> {
    const bus = await open(subscriptions)
    try {
      // Whoever has just joined does more than deliver.
      for (let untimed = 0; untimed < 3; untimed++) await pass(bus, subscriptions)
      return await pass(bus, subscriptions)
    } finally {
      await bus.close()
    }
  }

  /** Opened and filled once, at the first turn; what is handled is published anew, outside the clock. */
  function withBacklog(count: number, keys: number, options: SubscribeOptions): () => Promise<number> {
    let filled: Promise<Gated> | undefined
    const fill = async () => {
      const bus = await open(1, options)
      afterwards(() => bus.close())
      await bus.publish(count, keys)
      return bus
    }
    return async () => {
      filled ??= fill()
      const bus = await filled
      await bus.publish(deliveries, keys)
      return bus.handle(deliveries)
    }
  }

  return [
    {
      title: `More subscriptions, ${name}`,
      input: `${each}, from publishing on`,
      target,
      warmUps,
      contestants: [1, 10, 100].map((count) =>
        contestant(named(count, 'subscription'), count === 1, () => withSubscriptions(count)),
      ),
    },
    {
      title: `More keys, ${name}`,
      input: `${each} in order per key, of a backlog of ${told(10_000)}; ${inOrder}`,
      target,
      warmUps,
      contestants: [10_000, 100, 1].map((keys) =>
        contestant(named(keys, 'key'), keys === 10_000, withBacklog(10_000, keys, { order: 'per-key' })),
      ),
    },
    {
      title: `More backlog, ${name}`,
      input: each,
      target,
      warmUps,
      contestants: backlogs
        .filter((count) => count <= most)
        .map((count) => contestant(waiting(count), count === 1_000, withBacklog(count, 1_000, { order: 'none' }))),
      cannot: Object.fromEntries(backlogs.filter((count) => count > most).map((count) => [waiting(count), why])),
    },
  ]
}

const target = 'at most 1'
/** The first of its kind is not to pay for what V8 compiles. */
const warmUps = 3

/** As many events as make the deliveries that are timed. */
async function pass(bus: Gated, subscriptions: number): Promise<number> {
  const handled = bus.handle(deliveries)
  await bus.publish(deliveries / subscriptions, 1_000)
  return handled
}

/** What a delivery costs. */
const contestant = (name: string, isBaseline: boolean, handle: () => Promise<number>): Contestant => ({
  name,
  ...(isBaseline && { isBaseline }),
  run: async () => new Clocked([(await handle()) / deliveries]),
})

const told = (count: number): string => count.toLocaleString('en')

const named = (count: number, what: string): string => `${told(count)} ${what}${count === 1 ? '' : 's'}`
