import { isUnsupportedCapability } from '../../error/unsupported-capability.js'
import { defineCheck } from '../check.js'
import { holds, rejection, same } from '../expect.js'
import { outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'
import type { Stage } from '../stage.js'

const keys = numbers(16).map((number) => `key-${number}`)

async function keepsOrder(stage: Stage, fails: () => boolean): Promise<void> {
  const { Noted } = stage.events
  const perKey = Math.max(10, Math.floor(stage.volume / keys.length))
  const seen = recorder(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    if (fails()) throw new Error('now and then')
  })
  const instances = stage.features.competing ? 3 : 1
  const buses = numbers(instances).map(() => {
    const bus = stage.bus()
    bus.subscribe(stage.name('s'), Noted, seen.handler, {
      order: 'per-key',
      concurrency: 8,
      retry: { attempts: 10, delayMs: 1, factor: 1 },
    })
    return bus
  })
  await Promise.all(buses.map((bus) => bus.start()))
  const [publisher] = buses
  holds(publisher !== undefined, 'a bus')
  for (const number of numbers(perKey)) {
    await Promise.all(keys.map((key) => publisher.publish(new Noted({ key, number }))))
  }
  const done = () => keys.every((key) => seen.completedOf(key).length >= perKey)
  await stage.until(done, `all ${keys.length * perKey} events were handled`)
  for (const key of keys) same(seen.completedOf(key), numbers(perKey), `the order of ${key}`)
}

const refusesOrder = async (stage: Stage): Promise<void> => {
  const { Noted } = stage.events
  const bus = stage.bus()
  bus.subscribe(stage.name('s'), Noted, () => {}, { order: 'per-key' })
  const error = await rejection(bus.start(), 'a start that asks for order per key')
  holds(isUnsupportedCapability(error), `order per key is refused as unsupported: ${error}`)
}

export const ordering = [
  defineCheck({
    number: 39,
    title: 'events of one key are handled in the order published',
    needs: ['orderPerKey'],
    prove: (stage) => keepsOrder(stage, () => false),
    otherwise: refusesOrder,
  }),

  defineCheck({
    number: 40,
    title: 'also when some fail and are tried again',
    needs: ['orderPerKey'],
    prove(stage) {
      let count = 0
      return keepsOrder(stage, () => {
        count += 1
        return count % 50 === 0
      })
    },
    otherwise: refusesOrder,
  }),

  defineCheck({
    number: 41,
    title: 'the next event of a key is not begun before the one before it is settled',
    needs: ['orderPerKey'],
    async prove(stage) {
      const { Noted } = stage.events
      const running = new Set<string>()
      let together = 0
      const seen = recorder(async ({ data }) => {
        if (running.has(data.key)) together += 1
        running.add(data.key)
        await new Promise((resolve) => setTimeout(resolve, 1))
        running.delete(data.key)
      })
      const buses = numbers(stage.features.competing ? 2 : 1).map(() => stage.bus())
      for (const bus of buses) {
        bus.subscribe(stage.name('s'), Noted, seen.handler, { order: 'per-key', concurrency: 8, prefetch: 8 })
        await bus.start()
      }
      for (const number of numbers(30)) {
        await Promise.all(['a', 'b', 'c'].map((key) => buses[0]?.publish(new Noted({ key, number }))))
      }
      await stage.until(() => seen.completed().length === 90, 'all events were handled')
      same(together, 0, 'events of one key at once')
    },
    otherwise: refusesOrder,
  }),

  defineCheck({
    number: 42,
    title: 'order is refused at start where it cannot be kept, a key alone is not; returned events keep their place',
    async prove(stage) {
      const { Noted } = stage.events
      const bus = stage.bus()
      bus.subscribe(stage.name('keyed'), Noted, () => {})
      await bus.start()
      if (!stage.features.orderPerKey) return refusesOrder(stage)
      const connection = await stage.connect()
      const intake = await stage.open(connection, { order: 'per-key' })
      await connection.carry(numbers(3).map((number) => outgoing(stage, { id: `${number}` })))
      const [first] = await receiveAll(intake, 1)
      holds(first !== undefined, 'the first message was received')
      await intake.return([first])
      const again = await receiveAll(intake, 1)
      same(again[0]?.message?.attributes.id, '1', 'what was returned comes first again')
    },
  }),
]
