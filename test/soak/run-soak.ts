import { type AnyEvent, createBus, isPublishFailed } from '@tidings/runtime'
import type { Transport } from '@tidings/runtime/transport'
import { Counted } from '../prove/events.js'

export interface Sample {
  readonly handled: number
  readonly heapMb: number
  readonly residentMb: number
  readonly perSecond: number
}

export interface Figures {
  readonly missing: number
  readonly repeated: number
  readonly seconds: number
  /** Heap after a collection, at the end of the first fifth and of the last. */
  readonly earlyMb: number
  readonly lateMb: number
  readonly isFlat: boolean
}

const samples = 20
/** How much the heap may differ between early and late: what engines keep of compiled code, of caches, of pools. */
const slackMb = 12
const batch = 50
const publishers = 4

/** Publishes and handles as fast as it goes, in one process, and looks at the memory now and then. */
export async function soak(transport: Transport, events: number, tell: (sample: Sample) => void): Promise<Figures> {
  // A bit for each: what keeps account must not grow either.
  const seen = new Uint8Array(events)
  let [distinct, handled] = [0, 0]
  const taken: Sample[] = []
  const begun = Date.now()
  const sample = () => {
    globalThis.gc?.()
    const { heapUsed, rss } = process.memoryUsage()
    const perSecond = (distinct / (Date.now() - begun)) * 1_000
    taken.push({ handled: distinct, heapMb: heapUsed / 2 ** 20, residentMb: rss / 2 ** 20, perSecond })
    tell(taken[taken.length - 1] as Sample)
  }

  const bus = createBus({ application: 'soak', transport })
  bus.subscribe(
    'count',
    Counted,
    async ({ data }) => {
      handled++
      if (seen[data.number] === 1) return
      seen[data.number] = 1
      if (++distinct % Math.ceil(events / samples) === 0) sample()
    },
    { concurrency: 100, prefetch: 500 },
  )
  await bus.start()
  try {
    let next = 0
    const publish = async () => {
      while (next < events) {
        const numbers = Array.from({ length: Math.min(batch, events - next) }, () => next++)
        let left: AnyEvent[] = numbers.map((number) => new Counted({ key: String(number % 1_000), number }))
        while (left.length > 0) left = await refusedOf(bus.publish(left))
      }
    }
    await Promise.all(Array.from({ length: publishers }, publish))
    for (let [before, since] = [-1, Date.now()]; distinct < events && Date.now() - since < 60_000; ) {
      if (distinct !== before) [before, since] = [distinct, Date.now()]
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  } finally {
    await bus.close()
  }
  const earlyMb = taken[samples / 5 - 1]?.heapMb ?? Number.NaN
  const lateMb = taken.at(-1)?.heapMb ?? Number.NaN
  return {
    missing: events - distinct,
    repeated: handled - distinct,
    seconds: (Date.now() - begun) / 1_000,
    earlyMb,
    lateMb,
    isFlat: lateMb - earlyMb < slackMb,
  }
}

/** A broker that is slow for once refuses, and is asked again. */
const refusedOf = (publishing: Promise<void>): Promise<AnyEvent[]> =>
  publishing.then(
    () => [],
    (error: unknown) => {
      if (isPublishFailed(error)) return error.failures.map(({ event }) => event)
      throw error
    },
  )
