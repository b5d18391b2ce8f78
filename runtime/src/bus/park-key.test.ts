import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

/** A history that fails on the note `bad`. */
async function history(afterDeadLetter: 'continue' | 'park-key') {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const seen: string[] = []
  const repaired = { yes: false }
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (event.data.note === 'bad' && !repaired.yes) throw new Error('no')
      seen.push(`${event.data.orderId} ${event.data.note}`)
    },
    { order: 'per-key', afterDeadLetter, retry: { attempts: 2 } },
  )
  await bus.start()
  for (const note of ['1', 'bad', '2', '3'])
    for (const key of ['a', 'b']) await bus.publish(placed(key === 'b' && note === 'bad' ? 'fine' : note, key))
  await bus.idle()
  return { bus, seen, repaired }
}

test('after a dead letter the later events of its key go on', async () => {
  const { bus, seen } = await history('continue')
  expect(seen.toSorted()).toEqual(['a 1', 'a 2', 'a 3', 'b 1', 'b 2', 'b 3', 'b fine'])
  await bus.close()
})

test("with afterDeadLetter: 'park-key' they wait, and other keys go on", async () => {
  const { bus, seen } = await history('park-key')
  expect(seen.toSorted()).toEqual(['a 1', 'b 1', 'b 2', 'b 3', 'b fine'])
  await bus.publish(placed('4', 'a'))
  await bus.idle()
  expect(seen).not.toContain('a 4')
  await bus.close()
})

test('what was on its way while its key was being parked goes back too', async () => {
  const hub = inMemory()
  const batch = gate()
  let batches = 0
  const transport = tampered(hub, {
    intake: (intake) => ({
      receive: async (max, signal) => {
        const holdings = await intake.receive(Math.min(max, 1), signal)
        // The second has left the broker, and takes its time to arrive.
        if (++batches === 2) await batch.opened
        return holdings
      },
    }),
  })
  const seen: string[] = []
  const bus = createBus({ transport, hooks: quiet })
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      seen.push(event.data.note)
      await turns()
      if (event.data.note === 'bad') throw new Error('no')
    },
    { order: 'per-key', afterDeadLetter: 'park-key', retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish([placed('bad'), placed('1'), placed('2')])
  for (let round = 0; round < 3; round++) await turns()
  expect(await bus.deadLetters.list()).toHaveLength(1)
  batch.open()
  await turns()
  expect(seen).toEqual(['bad'])
  await bus.deadLetters.discard({ subscription: 'history' })
  await hub.idle()
  expect(seen).toEqual(['bad', '1', '2'])
  await bus.close()
})

test('a parked key goes on in order after the redrive', async () => {
  const { bus, seen, repaired } = await history('park-key')
  repaired.yes = true
  expect(await bus.deadLetters.redrive()).toBe(1)
  await bus.idle()
  expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a 1', 'a bad', 'a 2', 'a 3'])
  await bus.close()
})

test('a parked key goes on without its dead letter once that is discarded', async () => {
  const { bus, seen } = await history('park-key')
  expect(await bus.deadLetters.discard({ subscription: 'history' })).toBe(1)
  await bus.idle()
  expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a 1', 'a 2', 'a 3'])
  await bus.close()
})

test.each([
  ['parkKey', { order: 'per-key', afterDeadLetter: 'park-key' }],
  ['nativeDeliveryCount', { maxDeliveries: 3 }],
] as const)('a transport without %s refuses what needs it at start', async (capability, options) => {
  const bus = createBus({ transport: tampered(inMemory(), { features: { [capability]: false } }) })
  bus.subscribe('history', OrderPlaced, () => {}, options)
  await expect(bus.start()).rejects.toMatchObject({ code: 'TIDINGS_UNSUPPORTED_CAPABILITY', capability })
})
