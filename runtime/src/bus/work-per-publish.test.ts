import { expect, onTestFinished, test } from 'vitest'
import { jsonCodec } from '../codec/json-codec.js'
import { defineEvent, Event, type EventDescriptor } from '../sdk/v1.js'
import { systemClock } from '../transport/clock.js'
import { type InMemoryOptions, inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { quiet } from './fixtures/handlers.js'

const codec = jsonCodec({ data: () => undefined })
const work = { encoded: 0, decoded: 0, timers: 0 }

class Rung extends Event<{ type: 'rung'; source: string; data: { readonly bell: string } }> {
  static readonly type = 'rung'
  static readonly descriptor: EventDescriptor<Rung> = defineEvent({
    name: 'Rung',
    type: 'rung',
    kind: 'integration',
    source: 'tower',
    channels: { bells: { address: 'bells', action: 'both' } },
    codec: {
      ...codec,
      encode: (data) => {
        work.encoded++
        return codec.encode(data)
      },
      parses: (contentType) => {
        work.decoded++
        return codec.parses?.(contentType) ?? false
      },
    },
  })
}

const clock = {
  ...systemClock,
  after: (ms: number, callback: () => void) => {
    work.timers++
    return systemClock.after(ms, callback)
  },
}

async function ring(options: InMemoryOptions, subscriptions: number, events: number, fails = false) {
  const bus = createBus({ transport: inMemory(options), clock, hooks: quiet })
  onTestFinished(() => bus.close())
  const got: Rung[] = []
  const handle = async (event: Rung) => {
    await undefined
    if (fails) throw Object.assign(new Error('no'), { retryable: false })
    got.push(event)
  }
  for (let index = 0; index < subscriptions; index++) bus.subscribe(`s${index}`, Rung, handle)
  await bus.start()
  Object.assign(work, { encoded: 0, decoded: 0, timers: 0 })
  const rung = Array.from({ length: events }, (_, index) => new Rung({ bell: `${index}` }))
  for (const event of rung) await bus.publish(event)
  await bus.idle()
  return { bus, rung, got, ...work }
}

test('an event is encoded once and decoded once, however many subscribe', async () => {
  const { got, encoded, decoded } = await ring({}, 50, 10)
  expect({ got: got.length, encoded, decoded }).toEqual({ got: 500, encoded: 10, decoded: 10 })
})

test('handlers that begin together share the timer of their time limit', async () => {
  const { got, timers } = await ring({}, 50, 10)
  expect(got).toHaveLength(500)
  expect(timers).toBeLessThan(100)
})

test('encoded when needed, all get the very event that was published, and no bytes are made', async () => {
  const { rung, got, encoded, decoded } = await ring({ encode: 'when-needed' }, 3, 2)
  expect(new Set(got)).toEqual(new Set(rung))
  expect([...new Set(got)].every((event) => rung.includes(event))).toBe(true)
  expect({ encoded, decoded }).toEqual({ encoded: 0, decoded: 0 })
})

test('a dead letter has the bytes, whenever they are made', async () => {
  for (const encode of ['always', 'when-needed'] as const) {
    const { bus } = await ring({ encode }, 1, 1, true)
    const [letter] = await bus.deadLetters.list()
    expect(new TextDecoder().decode(letter?.message?.data)).toBe('{"bell":"0"}')
  }
})

test('a limit of bytes is kept where one is given, and then they are made', async () => {
  const bus = createBus({ transport: inMemory({ encode: 'when-needed', maxPayload: 20 }), hooks: quiet })
  onTestFinished(() => bus.close())
  await bus.start()
  await bus.publish(new Rung({ bell: 'small' }))
  await expect(bus.publish(new Rung({ bell: 'much too large a bell' }))).rejects.toThrow('20')
})

test('how to encode is one of two words', () => {
  expect(() => inMemory({ encode: 'never' as never })).toThrow(
    'inMemory: encode is "never"; expected always or when-needed',
  )
})
