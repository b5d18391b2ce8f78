import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OrderCancelled, OrderCreated, OrderReady } from '@mario/pizzeria-events'
import { createBus, type DeadLettered, type Published } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { recordEvents } from '@tidings/runtime/testing'
import { validateEvents } from 'tidings'
import { expect, onTestFinished, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'

const created = new OrderCreated({ orderId: '17', customerId: 'ada' }, { id: 'e-1' })

async function open(recorder: ReturnType<typeof recordEvents>, transport = inMemory()) {
  const bus = createBus({ application: 'mario-pizzeria', transport, hooks: recorder.hooks })
  bus.subscribe('follow', OrderCreated, ({ data }) =>
    bus.publish(
      new OrderCancelled({
        orderId: data.orderId,
        customerId: 'ada',
        reason: 'late',
        cancelledAt: '2026-03-14T18:30:00Z',
      }),
    ),
  )
  await bus.start()
  onTestFinished(() => bus.close())
  return bus
}

test('all that is published is recorded, also by handlers, and is in order', async () => {
  const recorder = recordEvents()
  const bus = await open(recorder)
  await bus.publish(created)
  await bus.idle()

  expect(recorder.events.map(({ type }) => type)).toEqual(['OrderCreated', 'OrderCancelled'])
  recorder.check()
  recorder.clear()
  expect(recorder.events).toEqual([])
})

test('what was recorded is saved as NDJSON that tidings validate takes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-recorded-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const recorder = recordEvents()
  const bus = await open(recorder)
  await bus.publish(created)
  await bus.idle()
  const file = join(folder, 'deep/events.ndjson')
  await recorder.save(file)

  expect(JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '')).toMatchObject({ id: 'e-1', type: 'OrderCreated' })
  const contract = join(workspaceRoot, 'asyncapi.yaml')
  expect(await validateEvents({ contract, files: [file] })).toMatchObject({ events: 2, invalid: 0, findings: [] })
})

test('an event that is not valid fails the test, with what is wrong', async () => {
  const recorder = recordEvents()
  const tampered = Object.create(OrderReady.prototype, {
    ...Object.getOwnPropertyDescriptors(new OrderReady({ orderId: '17', preparationTime: 'PT1M' }, { id: 'e-2' })),
    data: { value: { orderId: 17, preparationTime: 'PT1M' }, enumerable: true },
  })
  recorder.hooks.published?.({ event: tampered, place: { address: 'kitchen' } })

  expect(() => recorder.check()).toThrow(
    'what was published is not in order:\n  com.mariopizzeria.order.ready.v1 e-2: data /orderId: Invalid type: expected string but received 17',
  )
})

test('a message that a subscription could not read fails the test, and a handler that failed does not', () => {
  const recorder = recordEvents()
  const deadLetter = (reason: DeadLettered['details']['reason']) =>
    recorder.hooks.deadLettered?.({
      subscription: 'kitchen',
      transport: 'in-memory',
      holding: { message: undefined } as DeadLettered['holding'],
      details: { reason } as DeadLettered['details'],
      error: new Error('the data is no JSON'),
    })
  deadLetter('attempts-exhausted')
  expect(recorder.problems()).toEqual([])
  deadLetter('undecodable')
  expect(recorder.problems()).toEqual(['kitchen could not read a message: the data is no JSON'])
  expect(recorder.deadLetters).toHaveLength(2)
})

test('hooks of the test’s own are called as well', async () => {
  const published: Published[] = []
  const recorder = recordEvents({ hooks: { published: (fact) => void published.push(fact) } })
  const bus = await open(recorder)
  await bus.publish(created)
  await bus.idle()

  expect(published.map(({ event }) => event)).toEqual(recorder.events)
})
