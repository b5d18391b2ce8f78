import { expect, test } from 'vitest'
import { jsonCodec } from '../codec/json-codec.js'
import { isInvalidEvent } from '../error/invalid-event.js'
import { defineEvent, Event, type EventDescriptor } from '../sdk/v1.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'

const judged: unknown[] = []

class Rung extends Event<{ type: 'rung'; source: string; data: { readonly bell: string } }> {
  static readonly type = 'rung'
  static readonly descriptor: EventDescriptor<Rung> = defineEvent({
    name: 'Rung',
    type: 'rung',
    kind: 'integration',
    source: 'tower',
    channels: { bells: { address: 'bells', action: 'both' } },
    codec: jsonCodec({
      data: (data, mode) => {
        judged.push(mode)
        const isCracked = (data as { bell: string }).bell === 'cracked' && mode !== undefined
        return isCracked ? [{ pointer: '/bell', message: 'Invalid bell', keyword: 'const' }] : undefined
      },
    }),
  })
}

test('all subscriptions of a process get the very same event, judged once', async () => {
  const bus = createBus({ transport: inMemory() })
  const got: Rung[] = []
  for (const name of ['one', 'two', 'three']) bus.subscribe(name, Rung, (event) => void got.push(event))
  await bus.start()
  const event = new Rung({ bell: 'great' })
  judged.length = 0
  await bus.publish(event)
  await bus.idle()
  expect(got).toEqual([event, event, event])
  expect(new Set(got).size).toBe(1)
  expect(got[0]).not.toBe(event)
  expect(judged).toEqual(['strict'])
  await bus.close()
})

test('who judges otherwise judges for itself', async () => {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('strict', Rung, () => {})
  bus.subscribe('tolerant', Rung, () => {}, { validate: 'tolerant' })
  await bus.start()
  judged.length = 0
  await bus.publish(new Rung({ bell: 'great' }))
  await bus.idle()
  expect(judged.filter((mode) => mode !== undefined)).toEqual(['strict', 'tolerant'])
  await bus.close()
})

test('what is invalid is a dead letter of each', async () => {
  const bus = createBus({ transport: inMemory(), hooks: { deadLettered: () => {} } })
  for (const name of ['one', 'two']) bus.subscribe(name, Rung, () => {})
  await bus.start()
  await bus.publish(new Rung({ bell: 'cracked' }))
  const { deadLetters } = await bus.idle()
  expect(deadLetters.map(({ subscription, error }) => [subscription, isInvalidEvent(error)])).toEqual([
    ['one', true],
    ['two', true],
  ])
  await bus.close()
})
