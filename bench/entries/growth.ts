import type { Transport } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'
import { openGated } from '../brokers/gated.js'
import { missing, startBroker } from '../brokers/start.js'
import { type Comparison, defineEntry, type Given } from '../entry.js'
import { Clocked, type Contestant } from '../measure.js'

/** How many deliveries are timed in a run. */
const deliveries = 1_000
/** With BENCH_MILLION a backlog of a million, too, which takes minutes to publish. */
const backlogs = [1_000, 10_000, 100_000, ...(process.env.BENCH_MILLION ? [1_000_000] : [])]

export default defineEntry({
  name: 'growth',
  about:
    'what a delivery costs as subscriptions, keys and backlog grow; the ratio is the slope: 1 where it costs the same',
  rounds: 3,
  packages: ['@tidings/runtime'],
  missing: () => missing('postgres', 'nats'),
  async prepare(given) {
    const [connectionString, servers] = [await startBroker('postgres', given), await startBroker('nats', given)]
    let lines = 0
    const next = () => `growth_${++lines}`
    const transports: Readonly<Record<string, () => Transport>> = {
      'in memory': () => inMemory({ capacity: 2_000_000 }),
      PostgreSQL: () => postgres({ connectionString, schema: next() }),
      NATS: () => nats({ servers, prefix: next() }),
    }
    const growths = Object.entries(transports).map(([name, open]) => growthOf(name, open, given))
    return growths.flat()
  },
})

function growthOf(name: string, transport: () => Transport, given: Given): readonly Comparison[] {
  const comparison = (grows: string, input: string, contestants: readonly Contestant[]): Comparison => ({
    title: `${grows}, ${name}`,
    input,
    target: 'at most 1',
    contestants: contestants.map((contestant, index) => ({ ...contestant, ...(index === 0 && { isBaseline: true }) })),
  })
  return [
    comparison(
      'More subscriptions',
      `each of ${deliveries.toLocaleString('en')} deliveries, from publishing on`,
      [1, 10, 100].map((subscriptions) =>
        contestant(given, named(subscriptions, 'subscription'), async () => {
          const bus = await openGated({ transport: transport(), subscriptions })
          const run = async () => {
            const handled = bus.handle(deliveries)
            await bus.publish(deliveries / subscriptions, 1_000)
            return handled
          }
          return { run, close: () => bus.close() }
        }),
      ),
    ),
    comparison(
      'More keys',
      `each of ${deliveries.toLocaleString('en')} deliveries in order per key, of a backlog of 10,000`,
      [10_000, 100, 1].map((keys) => contestant(given, named(keys, 'key'), () => waiting(10_000, keys))),
    ),
    comparison(
      'More backlog',
      `each of ${deliveries.toLocaleString('en')} deliveries`,
      backlogs.map((count) => contestant(given, `${count.toLocaleString('en')} more wait`, () => waiting(count))),
    ),
  ]

  /** What is handled is published anew, outside the clock. */
  async function waiting(count: number, keys?: number) {
    const order = keys === undefined ? ('none' as const) : ('per-key' as const)
    const bus = await openGated({ transport: transport(), options: { order } })
    await bus.publish(count, keys ?? 1_000)
    const run = async () => {
      await bus.publish(deliveries, keys ?? 1_000)
      return bus.handle(deliveries)
    }
    return { run, close: () => bus.close() }
  }
}

interface Opened {
  run(): Promise<number>
  close(): Promise<void>
}

/** Opened at its first turn; what a delivery costs. */
function contestant({ afterwards }: Given, name: string, open: () => Promise<Opened>): Contestant {
  let opened: Opened | undefined
  return {
    name,
    async run() {
      if (opened === undefined) {
        opened = await open()
        afterwards(opened.close)
      }
      const { run } = opened
      return new Clocked([(await run()) / deliveries])
    },
  }
}

const named = (count: number, what: string): string => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
