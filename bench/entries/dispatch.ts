import { strict as assert } from 'node:assert'
import type { OrderConfirmed } from '@mario/pizzeria-events'
import { samples } from '../data/order-confirmed.js'
import type { Dispatcher } from '../dispatchers/dispatcher.js'
import { cqrs, emittery, eventEmitter2, loop, mitt, pQueue, tidings, tidingsAsItIs } from '../dispatchers/index.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'dispatch',
  about: 'events to handlers in one process, each handler awaited and none harmed by another that fails',
  packages: ['@tidings/runtime'],
  peers: {
    emittery: '1.2.1',
    eventemitter2: '6.4.9',
    mitt: '3.0.1',
    'p-queue': '9.3.5',
    '@nestjs/cqrs': '12.0.0',
    '@nestjs/common': '12.5.1',
    '@nestjs/core': '12.5.1',
    'reflect-metadata': '0.2.2',
    rxjs: '7.8.2',
  },
  async prepare({ load }) {
    const inTurn = { tidings, tidingsAsItIs, loop, emittery, eventEmitter2, mitt, pQueue, cqrs }
    const atOnce = { tidings, tidingsAsItIs, emittery, pQueue }
    return [
      ...(await Promise.all(sizes.map((handlers) => compare('Dispatch', handlers, inTurn, oneByOne)))),
      ...(await Promise.all(sizes.map((handlers) => compare('Throughput', handlers, atOnce, together)))),
    ]

    async function compare(what: string, handlers: number, makers: Makers, { publishAll, input, target }: Manner) {
      const times = Math.ceil(10_000 / handlers)
      const events = samples(times).map(({ event }) => event)
      const contestants = await Promise.all(
        Object.values(makers).map(async (make) => {
          const tally = new Tally()
          const calls = Array.from({ length: handlers }, (_, index) => tally.handler(index))
          const { name, publish } = await make(calls, load)
          const publishOnce = async () => {
            const done = tally.expect(times * handlers)
            await publishAll(events, publish)
            await done
          }
          const run = async () => {
            for (let pass = 0; pass < passes; pass++) await publishOnce()
          }
          await publishOnce()
          assert.deepEqual(
            tally.byHandler,
            Array.from({ length: handlers }, () => times),
          )
          return { name, events: times * passes, ...(make === tidings && { isBaseline: true as const }), run }
        }),
      )
      return {
        title: `${what} to ${handlers === 1 ? 'one handler' : `${handlers} handlers`}`,
        input: `${times} events, ${input}, until all are handled`,
        times: times * passes,
        warmUps: 3,
        target,
        contestants,
      }
    }
  },
})

const sizes = [1, 5, 50]

/** How often in one run, for the reason that `forEach` has; fewer, since one pass takes longer. */
const passes = 5

type Makers = Readonly<Record<string, typeof tidings>>

interface Manner {
  readonly input: string
  readonly target: string
  readonly publishAll: (events: readonly OrderConfirmed[], publish: Dispatcher['publish']) => Promise<unknown>
}

const oneByOne: Manner = {
  input: 'one after the other',
  target: 'all that await above 1, the bare loop 0.33',
  publishAll: async (events, publish) => {
    for (const event of events) await publish(event)
  },
}

const together: Manner = {
  input: 'all at once',
  target: 'all above 1',
  publishAll: (events, publish) => Promise.all(events.map((event) => publish(event))),
}

/** Counts, and knows when all is handled. */
class Tally {
  readonly byHandler: number[] = []
  #left = 0
  #done: () => void = () => {}

  expect(calls: number): Promise<void> {
    this.byHandler.fill(0)
    this.#left = calls
    return new Promise((resolve) => {
      this.#done = resolve
    })
  }

  handler(index: number): (event: OrderConfirmed) => Promise<void> {
    this.byHandler[index] = 0
    return async ({ data }) => {
      // As a handler does that has something to wait for.
      await undefined
      if (data.items.length > 0) this.byHandler[index] = (this.byHandler[index] ?? 0) + 1
      if (--this.#left === 0) this.#done()
    }
  }
}
