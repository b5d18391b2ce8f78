import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

test('an event reaches every subscription', async () => {
  const seen: string[] = []
  const bus = createBus({ transport: inMemory() })
  for (const name of ['a', 'b', 'c']) bus.subscribe(name, OrderPlaced, () => void seen.push(name))
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  await bus.close()
  expect(seen.sort()).toEqual(['a', 'b', 'c'])
})

test('an event that nobody subscribed to is published all the same', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  await expect(bus.publish(placed())).resolves.toBeUndefined()
  await bus.close()
})

test('publishing waits for the transport, not for handlers', async () => {
  const cooking = gate()
  const bus = createBus({ transport: inMemory() })
  let isCooked = false
  bus.subscribe('kitchen', OrderPlaced, async () => {
    await cooking.opened
    isCooked = true
  })
  await bus.start()
  await bus.publish(placed())
  expect(isCooked).toBe(false)
  cooking.open()
  await bus.idle()
  expect(isCooked).toBe(true)
  await bus.close()
})

test('no handler runs inside the publish that brings its event', async () => {
  const seen: string[] = []
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, () => void seen.push('handled'))
  await bus.start()
  const published = bus.publish(placed())
  seen.push('published')
  await published
  await bus.idle()
  expect(seen).toEqual(['published', 'handled'])
  await bus.close()
})

test('an event published while no instance runs waits for the next one', async () => {
  const transport = inMemory()
  const seen: string[] = []
  const start = async () => {
    const bus = createBus({ transport })
    bus.subscribe('kitchen', OrderPlaced, (event) => void seen.push(event.data.note))
    await bus.start()
    return bus
  }
  await (await start()).close()
  const other = createBus({ transport })
  await other.start()
  await other.publish(placed('meanwhile'))
  await other.idle()
  expect(seen).toEqual([])
  const again = await start()
  await again.idle()
  expect(seen).toEqual(['meanwhile'])
  await Promise.all([again.close(), other.close()])
})

test('instances of one subscription share its events, each handled once', async () => {
  const transport = inMemory()
  const seen: string[] = []
  const by = { one: 0, two: 0 }
  const buses = (['one', 'two'] as const).map((name) => {
    const bus = createBus({ transport })
    bus.subscribe('kitchen', OrderPlaced, async (event) => {
      by[name]++
      seen.push(event.data.note)
      await turns()
    })
    return bus
  })
  await Promise.all(buses.map((bus) => bus.start()))
  const notes = Array.from({ length: 100 }, (_, index) => `${index}`)
  await Promise.all(notes.map((note) => buses[0]?.publish(placed(note))))
  await buses[0]?.idle()
  expect(seen.toSorted()).toEqual(notes.toSorted())
  expect(Math.min(by.one, by.two)).toBeGreaterThan(10)
  await Promise.all(buses.map((bus) => bus.close()))
})

test('an event whose acknowledgement got lost is handled again', async () => {
  const hub = inMemory()
  let losses = 1
  const transport = tampered(hub, {
    intake: (intake) => ({
      acknowledge: async (holdings) => {
        if (losses-- > 0) {
          hub.sever()
          throw new Error('connection reset')
        }
        return intake.acknowledge(holdings)
      },
    }),
  })
  const warnings: string[] = []
  const seen: (number | undefined)[] = []
  const bus = createBus({ transport, hooks: { ...quiet, warned: ({ message }) => warnings.push(message) } })
  const event = placed()
  bus.subscribe('kitchen', OrderPlaced, (_, { redeliveries }) => void seen.push(redeliveries))
  await bus.start()
  await bus.publish(event)
  await hub.idle()
  expect(seen).toEqual([0, 1])
  expect(warnings).toEqual([
    `kitchen could not acknowledge pizza.order.placed ${event.id}; it will be handled again: connection reset`,
  ])
  await bus.close()
})

test('an event whose holding got lost is handled again, with one warning', async () => {
  const hub = inMemory()
  const warnings: string[] = []
  const seen: (number | undefined)[] = []
  const bus = createBus({ transport: hub, hooks: { ...quiet, warned: ({ message }) => warnings.push(message) } })
  const event = placed()
  bus.subscribe('kitchen', OrderPlaced, (_, { redeliveries }) => {
    seen.push(redeliveries)
    if (redeliveries === 0) hub.sever()
  })
  await bus.start()
  await bus.publish(event)
  await bus.idle()
  expect(seen).toEqual([0, 1])
  expect(warnings).toEqual([`kitchen no longer holds pizza.order.placed ${event.id}; it will be handled again`])
  await bus.close()
})

test('a publish that the transport did not accept rejects', async () => {
  const transport = tampered(inMemory(), { connection: () => ({ carry: async () => [new Error('disk full')] }) })
  const bus = createBus({ transport })
  await bus.start()
  await expect(bus.publish(placed())).rejects.toThrow('disk full')
  await bus.close()
})
