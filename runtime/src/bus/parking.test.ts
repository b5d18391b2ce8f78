import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

test('what cannot be parked is not acknowledged: it stays, and the health says so, until it can', async () => {
  const clock = manualClock()
  const hub = inMemory({ clock })
  let isFull = true
  const acknowledged: unknown[] = []
  const transport = tampered(hub, {
    intake: (intake) => ({
      acknowledge: (holdings) => {
        acknowledged.push(...holdings)
        return intake.acknowledge(holdings)
      },
      park: async (holding, details) => {
        if (isFull) throw new Error('store full')
        return intake.park(holding, details)
      },
    }),
  })
  const warnings: string[] = []
  const bus = createBus({ transport, clock, hooks: { ...quiet, warned: ({ message }) => warnings.push(message) } })
  const event = placed()
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish(event)
  await clock.advance(10_000)
  const trouble = `cannot park pizza.order.placed ${event.id} as a dead letter: store full`
  expect((await bus.health()).subscriptions[0]?.problems).toEqual([trouble])
  expect(warnings).toEqual([`kitchen ${trouble}`])
  isFull = false
  await clock.advance(30_000)
  expect((await bus.health()).status).toBe('healthy')
  expect(await bus.deadLetters.list()).toHaveLength(1)
  expect(acknowledged).toEqual([])
  await bus.close()
})

test('many that cannot be parked are one trouble each, and no warning of Node', async () => {
  const nodeWarnings: string[] = []
  const listen = ({ name }: Error) => nodeWarnings.push(name)
  process.on('warning', listen)
  const park = async () => {
    throw new Error('store full')
  }
  const clock = manualClock()
  const hub = inMemory({ clock })
  const bus = createBus({ transport: tampered(hub, { intake: () => ({ park }) }), clock, hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  for (let count = 0; count < 50; count++) await bus.publish(placed())
  await turns()
  expect((await bus.health()).subscriptions[0]?.problems).toHaveLength(50)
  await bus.close()
  process.off('warning', listen)
  expect(nodeWarnings).toEqual([])
  expect(clock.pending).toBe(0)
})

test('what could not be parked is given back when the bus closes', async () => {
  const hub = inMemory()
  const park = async () => {
    throw new Error('store full')
  }
  const bus = createBus({ transport: tampered(hub, { intake: () => ({ park }) }), hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish(placed())
  await turns()
  await bus.close()
  const seen: unknown[] = []
  const next = createBus({ transport: hub, hooks: quiet })
  next.subscribe('kitchen', OrderPlaced, (_, { attempt, redeliveries }) => void seen.push([attempt, redeliveries]))
  await next.start()
  await next.idle()
  expect(seen).toEqual([[1, 1]])
  await next.close()
})
