import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { kitchenAndArchive } from './fixtures/kitchen-and-archive.js'
import { manualClock } from './fixtures/manual-clock.js'

test('redrive gives all back to their subscription alone, with counts that begin anew', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  expect(await bus.deadLetters.redrive()).toBe(3)
  await bus.idle()
  expect(seen.sort()).toEqual(['kitchen a 1 0', 'kitchen b 1 0', 'kitchen c 1 0'])
  expect(await bus.deadLetters.list()).toEqual([])
  await bus.close()
})

test('redrive takes the one that is asked for', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  const second = (await bus.deadLetters.list())[1]
  expect(await bus.deadLetters.redrive({ subscription: 'kitchen', id: second?.id ?? '' })).toBe(1)
  await bus.idle()
  expect(seen).toHaveLength(1)
  expect(await bus.deadLetters.list()).toHaveLength(2)
  await bus.close()
})

test('of two redrives at once each event is given back by one', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  const counts = await Promise.all([bus.deadLetters.redrive(), bus.deadLetters.redrive()])
  await bus.idle()
  expect(counts[0] + counts[1]).toBe(3)
  expect(seen).toHaveLength(3)
  await bus.close()
})

test('what fails again after a redrive is a dead letter again, which tells that', async () => {
  const { bus } = await kitchenAndArchive()
  expect(await bus.deadLetters.redrive()).toBe(3)
  await bus.idle()
  expect((await bus.deadLetters.list()).map(({ redrives, attempts }) => ({ redrives, attempts }))).toEqual([
    { redrives: 1, attempts: 2 },
    { redrives: 1, attempts: 2 },
    { redrives: 1, attempts: 2 },
  ])
  await bus.close()
})

test.each([0, -1, Number.NaN])('a rate of %s is refused, and nothing is redriven', async (perSecond) => {
  const { bus } = await kitchenAndArchive()
  await expect(bus.deadLetters.redrive({ perSecond })).rejects.toThrow(
    new RangeError(`perSecond is ${perSecond}; expected a number above 0`),
  )
  expect(await bus.deadLetters.list()).toHaveLength(3)
  await bus.close()
})

test('a limit and a rate keep a redrive small and slow, the oldest first', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  let isBroken = true
  const cooked: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    ({ data }) => {
      if (isBroken) throw new Error('the oven is cold')
      cooked.push(data.note)
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  for (const note of ['one', 'two', 'three', 'four']) await bus.publish(placed(note))
  await bus.idle()
  isBroken = false
  const redriven = bus.deadLetters.redrive({ limit: 3, perSecond: 2 })
  await clock.advance(400)
  expect(cooked).toEqual(['one'])
  await clock.advance(200)
  expect(cooked).toEqual(['one', 'two'])
  await clock.advance(500)
  expect(cooked).toEqual(['one', 'two', 'three'])
  expect(await redriven).toBe(3)
  expect(await bus.deadLetters.list()).toHaveLength(1)
  await bus.close()
})

test('the id of one that was not found selects none to redrive', async () => {
  const { bus } = await kitchenAndArchive()
  const found = (await bus.deadLetters.list()).find(({ subscription }) => subscription === 'archive')
  const selection = { id: found?.id } as { id: string }
  const refusal = new TypeError('id is undefined; give one, or leave id out to select all')
  await expect(bus.deadLetters.redrive(selection)).rejects.toThrow(refusal)
  expect(await bus.deadLetters.list()).toHaveLength(3)
  await bus.close()
})
