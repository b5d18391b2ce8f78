import { expect, test } from 'vitest'
import type { Delivery } from '../delivery/delivery.js'
import { inMemory } from '../transports/in-memory/index.js'
import type { Resolve } from './bus-options.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'

class Kitchen {
  readonly told: string[]

  constructor(told: string[]) {
    this.told = told
  }

  async handle(event: OrderPlaced, { attempt }: Delivery) {
    this.told.push(`cooks ${event.data.note}`)
    if (event.data.note === 'burnt' && attempt === 1) throw new Error('burnt')
  }
}

async function run(resolve: Resolve, ...notes: string[]) {
  const bus = createBus({ transport: inMemory(), resolve, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, { resolve: Kitchen }, { concurrency: 1 })
  await bus.start()
  for (const note of notes) await bus.publish(new OrderPlaced({ orderId: '17', note }))
  const report = await bus.idle()
  await bus.close()
  return report
}

test('a handler is made for each attempt, and what was made for it is disposed of, however it ended', async () => {
  const told: string[] = []
  await run((token, { event, attempt }) => {
    told.push(`makes ${token === Kitchen} ${event.type} ${attempt}`)
    return { handler: new Kitchen(told), dispose: async () => void told.push('disposes') }
  }, 'burnt')
  expect(told).toEqual([
    'makes true pizza.order.placed 1',
    'cooks burnt',
    'disposes',
    'makes true pizza.order.placed 2',
    'cooks burnt',
    'disposes',
  ])
})

test('a resolver may give the handler itself, at once or later', async () => {
  const told: string[] = []
  await run(() => new Kitchen(told), 'a')
  await run(async () => new Kitchen(told), 'b')
  await run(() => (event: OrderPlaced) => void told.push(`cooks ${event.data.note}`), 'c')
  expect(told).toEqual(['cooks a', 'cooks b', 'cooks c'])
})

test.each([
  [
    'throws',
    () => {
      throw new Error('not registered')
    },
    'not registered',
  ],
  ['gives nothing', () => undefined as never, 'resolve gave no handler for class Kitchen'],
])('a resolver that %s fails the attempt', async (_, resolve, message) => {
  const { failures, deadLetters } = await run(resolve, 'a')
  expect(failures).toHaveLength(5)
  expect(String(deadLetters[0]?.error)).toContain(message)
})

test('a dispose that fails fails the attempt', async () => {
  const told: string[] = []
  const { failures } = await run(
    () => ({ handler: new Kitchen(told), dispose: () => Promise.reject(new Error('pool away')) }),
    'a',
  )
  expect(failures[0]).toMatchObject({ error: { message: 'pool away' } })
})
