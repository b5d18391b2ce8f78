import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderCooked, OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

test('what was published is handled before the bus closes, and what that sets off', async () => {
  const bus = createBus({ application: 'pizzeria', transport: inMemory() })
  const told: string[] = []
  bus.subscribe('waiter', OrderCooked, async (event) => void told.push(`served ${event.data.note}`))
  bus.subscribe('kitchen', OrderPlaced, async ({ data }) => {
    await turns()
    told.push(`cooked ${data.note}`)
    await bus.publish(new OrderCooked({ ...data }))
  })
  await bus.start()
  await bus.publish(placed('pizza'))
  await bus.close()
  told.push('closed')
  expect(told).toEqual(['cooked pizza', 'served pizza', 'closed'])
})

test('more than may be held at once is handled to the last', async () => {
  const bus = createBus({ transport: inMemory() })
  let count = 0
  bus.subscribe('kitchen', OrderPlaced, async () => void count++, { concurrency: 2, prefetch: 3 })
  await bus.start()
  await bus.publish(Array.from({ length: 500 }, (_, index) => placed(String(index))))
  await bus.close()
  expect(count).toBe(500)
})

test('what still waits for room to be accepted is handled too', async () => {
  const bus = createBus({ transport: inMemory({ capacity: 2 }) })
  const cooked: string[] = []
  bus.subscribe('kitchen', OrderPlaced, ({ data }) => void cooked.push(data.note), { concurrency: 1 })
  await bus.start()
  const published = ['a', 'b', 'c', 'd', 'e'].map((note) => bus.publish(placed(note)))
  await bus.close()
  await Promise.all(published)
  expect(cooked).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('others on the hub that do not take part are no reason to leave', async () => {
  const transport = inMemory()
  const bus = createBus({ transport })
  const cooked: string[] = []
  bus.subscribe('kitchen', OrderPlaced, ({ data }) => void cooked.push(data.note))
  const other = createBus({ transport })
  other.subscribe('waiter', OrderPlaced, () => {})
  await Promise.all([bus.start(), other.start()])
  await other.publish(placed('pizza'))
  await bus.close()
  expect(cooked).toEqual(['pizza'])
  await other.close()
})

test('of two that close at once, the later one is the last', async () => {
  const transport = inMemory()
  const cooked: string[] = []
  const buses = [1, 2].map(() => {
    const bus = createBus({ transport })
    bus.subscribe('kitchen', OrderPlaced, async ({ data }) => void cooked.push(data.note), { concurrency: 1 })
    return bus
  })
  await Promise.all(buses.map((bus) => bus.start()))
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((note) => buses[0]?.publish(placed(note))))
  await Promise.all(buses.map((bus) => bus.close()))
  expect(cooked.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('whoever joins meanwhile takes part', async () => {
  const transport = inMemory()
  const bus = createBus({ transport })
  const cooking = gate()
  const told: string[] = []
  const handler = async ({ data }: OrderPlaced) => {
    await cooking.opened
    told.push(`first: ${data.note}`)
  }
  bus.subscribe('kitchen', OrderPlaced, handler, { concurrency: 1 })
  await bus.start()
  await bus.publish(['a', 'b', 'c'].map((note) => placed(note)))
  await turns()
  const closed = bus.close()
  const next = createBus({ transport })
  next.subscribe('kitchen', OrderPlaced, ({ data }) => void told.push(`next: ${data.note}`))
  await next.start()
  cooking.open()
  await closed
  await next.close()
  expect(told.map((line) => line.at(-1))).toEqual(['a', 'b', 'c'])
  expect(told.at(-1)).toBe('next: c')
})

test('what fails is not waited for, what has not begun is handled all the same', async () => {
  const clock = manualClock()
  const warnings: string[] = []
  const bus = createBus({
    transport: inMemory({ clock }),
    clock,
    hooks: { ...quiet, warned: ({ message }) => warnings.push(message) },
  })
  const cooked: string[] = []
  const handler = ({ data }: OrderPlaced) => {
    if (data.note.startsWith('bad')) throw new Error('no')
    cooked.push(data.note)
  }
  bus.subscribe('kitchen', OrderPlaced, handler, { concurrency: 1 })
  await bus.start()
  await bus.publish(['bad', 'good', 'bad too', 'fine'].map((note) => placed(note)))
  await bus.close()
  expect(cooked).toEqual(['good', 'fine'])
  expect(warnings).toEqual([
    'kitchen is left with 2 messages: what is in memory ends with the process, unless another bus takes part before',
  ])
  expect(clock.pending).toBe(0)
})

test('a lane behind a failed event is not waited for', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const cooked: string[] = []
  const handler = ({ data }: OrderPlaced) => {
    if (data.note === 'bad') throw new Error('no')
    cooked.push(data.note)
  }
  bus.subscribe('kitchen', OrderPlaced, handler, { order: 'per-key', concurrency: 1 })
  await bus.start()
  await bus.publish([placed('bad', 'a'), placed('behind', 'a'), placed('other', 'b')])
  await bus.close()
  expect(cooked).toEqual(['other'])
})

test('a subscription whose every place waits to be tried again is not waited for', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const fails = () => {
    throw new Error('no')
  }
  bus.subscribe('kitchen', OrderPlaced, fails, { concurrency: 1, prefetch: 2 })
  await bus.start()
  await bus.publish(['a', 'b', 'c', 'd'].map((note) => placed(note)))
  await bus.close()
  expect(clock.pending).toBe(0)
})

test('what cannot be parked is not waited for', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock, capacity: 1 }), clock, hooks: quiet })
  const fails = () => {
    throw new Error('no')
  }
  bus.subscribe('kitchen', OrderPlaced, fails, { retry: { attempts: 1 } })
  await bus.start()
  await bus.publish(placed('a'))
  await bus.publish(placed('b'))
  await bus.close()
  expect(clock.pending).toBe(0)
})

test('what waits for a parked key waits on', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const fails = () => {
    throw new Error('no')
  }
  const options = { order: 'per-key', afterDeadLetter: 'park-key', retry: { attempts: 1 } } as const
  bus.subscribe('kitchen', OrderPlaced, fails, options)
  await bus.start()
  await bus.publish([placed('bad'), placed('held back')])
  await bus.close()
})

test('the deadline holds, also where events set off events for ever', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  let count = 0
  bus.subscribe('echo', OrderPlaced, async (event) => {
    count++
    await new Promise<void>((resolve) => clock.after(100, resolve))
    await bus.publish(placed(event.data.note))
  })
  await bus.start()
  await bus.publish(placed())
  const closed = bus.close({ deadlineMs: 950 })
  await clock.advance(2_000)
  await closed
  expect(count).toBe(10)
})

test('without a deadline nothing is begun, and one that never comes is waited for', async () => {
  const cooked: string[] = []
  const opened = async () => {
    const bus = createBus({ transport: inMemory(), hooks: quiet })
    bus.subscribe('kitchen', OrderPlaced, async ({ data }) => {
      await turns()
      cooked.push(data.note)
    })
    await bus.start()
    return bus
  }
  const hasty = await opened()
  await hasty.publish(placed('none'))
  await hasty.close({ deadlineMs: 0 })
  const patient = await opened()
  await patient.publish(placed('pizza'))
  await patient.close({ deadlineMs: Number.POSITIVE_INFINITY })
  expect(cooked).toEqual(['pizza'])
})

test('where messages outlive the process nothing more is begun', async () => {
  const hub = inMemory()
  const bus = createBus({ transport: tampered(hub, {}) })
  const cooked: string[] = []
  bus.subscribe('kitchen', OrderPlaced, ({ data }) => void cooked.push(data.note))
  const other = createBus({ transport: hub, hooks: quiet })
  await Promise.all([bus.start(), other.start()])
  await bus.publish(placed())
  await bus.close()
  expect(cooked).toEqual([])
  await other.close()
})
