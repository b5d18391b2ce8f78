import { expect, test } from 'vitest'
import type { Attributes } from '../message/message.js'
import { systemClock } from '../transport/clock.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import type { SubscribeOptions } from './subscribe-options.js'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A kitchen that takes orders, and a foreign program that sends what it likes. */
async function kitchen(options: SubscribeOptions = {}) {
  const transport = inMemory()
  const cooked: string[] = []
  const bus = createBus({ transport, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, (event) => void cooked.push(event.data.note), options)
  await bus.start()
  const foreign = await transport.connect({ clock: systemClock, warn: () => {} })
  const send = (data: string, attributes: Partial<Attributes> = {}) =>
    foreign.carry([
      {
        place: { address: 'orders' },
        message: {
          attributes: { specversion: '1.0', id: '1', source: 'elsewhere', type: OrderPlaced.type, ...attributes },
          data: bytes(data),
        },
      },
    ])
  const good = () => bus.publish(new OrderPlaced({ orderId: '17', note: 'good' }))
  return { bus, transport, cooked, send, good }
}

test.each([
  ['is no JSON', '{', 'undecodable', 'UndecodableMessage'],
  ['is not what the contract says', '{"orderId":7,"note":""}', 'invalid', 'InvalidEvent'],
  ['has more than the contract says', '{"orderId":"7","note":"","tip":"2"}', 'invalid', 'InvalidEvent'],
])('what %s is a dead letter at once, and the next event is handled', async (_, data, reason, name) => {
  const { bus, cooked, send, good } = await kitchen()
  await send(data)
  await good()
  await bus.idle()
  expect(cooked).toEqual(['good'])
  expect(await bus.deadLetters.list()).toMatchObject([
    { reason, attempts: 0, error: { name }, message: { data: bytes(data) } },
  ])
  await bus.close()
})

test.each([{}, { order: 'per-key' }] as const)(
  'what is no CloudEvent is a dead letter at once, with %j too',
  async (options) => {
    const { bus, transport, cooked, good } = await kitchen(options)
    const wire = { headers: { 'content-type': 'text/plain' }, body: bytes('hello') }
    await transport.inject({ address: 'orders' }, wire)
    await good()
    await bus.idle()
    expect(cooked).toEqual(['good'])
    const [letter] = await bus.deadLetters.list()
    expect(letter).toMatchObject({ reason: 'undecodable', attempts: 0, wire })
    expect(letter?.message).toBeUndefined()
    await bus.close()
  },
)

test('in a lane what does not decode is a dead letter too, and its key goes on', async () => {
  const { bus, cooked, send, good } = await kitchen({ order: 'per-key' })
  await send('{', { partitionkey: '17' })
  await good()
  await bus.idle()
  expect(cooked).toEqual(['good'])
  expect(await bus.deadLetters.list()).toMatchObject([{ reason: 'undecodable' }])
  await bus.close()
})

test('types that were not asked for are skipped and counted', async () => {
  const { bus, cooked, send, good } = await kitchen()
  for (let count = 0; count < 500; count++) await send('{', { type: 'something.else' })
  await good()
  await bus.idle()
  expect(cooked).toEqual(['good'])
  expect(await bus.deadLetters.list()).toEqual([])
  expect((await bus.health()).subscriptions).toMatchObject([{ skipped: 500, held: 0 }])
  await bus.close()
})

test("validate: 'tolerant' lets undeclared properties of a newer producer pass", async () => {
  const { bus, cooked, send } = await kitchen({ validate: 'tolerant' })
  await send('{"orderId":"7","note":"tipped","tip":"2"}')
  await send('{"orderId":7,"note":"wrong all the same"}')
  await bus.idle()
  expect(cooked).toEqual(['tipped'])
  expect(await bus.deadLetters.list()).toMatchObject([{ reason: 'invalid' }])
  await bus.close()
})
