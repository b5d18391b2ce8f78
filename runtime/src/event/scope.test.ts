import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OrderConfirmed, Pinged } from './fixtures/order-events.js'
import { createRetryScope, currentDelivery, type DeliveryScope, runInDelivery, withEventDefaults } from './scope.js'

const handled = new OrderConfirmed({ orderId: '17', items: [] }, { id: 'e-1' })
const delivery: DeliveryScope = { subscription: 'kitchen', event: handled, correlationId: 'c-1', causationId: 'e-1' }
const ids = (count: number) => Array.from({ length: count }, () => new Pinged().id)

test('an event made inside a delivery takes correlation and causation from it', () => {
  const { extensions } = runInDelivery(delivery, () => new OrderConfirmed({ orderId: '18', items: [] }))
  expect(extensions).toEqual({ correlationid: 'c-1', causationid: 'e-1', partitionkey: '18' })
})

test('an event made outside of a delivery has neither', () => {
  expect(new Pinged().extensions).toEqual({})
})

test('a correlation that is given is kept', () => {
  const extensions = { correlationid: 'mine', causationid: 'my own' }
  expect(runInDelivery(delivery, () => new Pinged({ extensions })).extensions).toEqual(extensions)
})

test('handling again makes the same ids again, each another', () => {
  const first = runInDelivery(delivery, () => ids(3))
  expect(runInDelivery(delivery, () => ids(3))).toEqual(first)
  expect(new Set(first).size).toBe(3)
})

test('a derived id is the same today, tomorrow and elsewhere', () => {
  expect(runInDelivery(delivery, () => ids(1))).toEqual(['909a2428-d13f-87f7-b5a2-acf9d2d3d837'])
})

test.each<[string, Partial<DeliveryScope>]>([
  ['subscription', { subscription: 'cellar' }],
  ['handled id', { event: new OrderConfirmed({ orderId: '17', items: [] }, { id: 'e-2' }) }],
  ['handled source', { event: new OrderConfirmed({ orderId: '17', items: [] }, { id: 'e-1', source: 'other' }) }],
])('another %s makes other ids', (_, other) => {
  expect(runInDelivery({ ...delivery, ...other }, () => ids(1))).not.toEqual(runInDelivery(delivery, () => ids(1)))
})

test('events of several types are numbered apart', () => {
  const alone = runInDelivery(delivery, () => ids(1))
  const after = runInDelivery(delivery, () => {
    new OrderConfirmed({ orderId: '1', items: [] })
    return ids(1)
  })
  expect(after).toEqual(alone)
})

test('an event that is refused or has an id of its own takes no number', () => {
  const alone = runInDelivery(delivery, () => ids(1))
  const after = runInDelivery(delivery, () => {
    expect(() => new Pinged({ time: 'noon' })).toThrow()
    new Pinged({ id: 'mine' })
    return ids(1)
  })
  expect(after).toEqual(alone)
})

test('the delivery is known to what its handler awaits, and to nobody else', async () => {
  const seen = runInDelivery(delivery, async () => {
    await setImmediate()
    return currentDelivery()
  })
  expect(currentDelivery()).toBe(undefined)
  expect(await seen).toBe(delivery)
})

test('work that begins anew makes the same ids again', () => {
  runInDelivery(delivery, () => {
    const before = ids(1)
    const scope = createRetryScope()
    const first = scope.run(() => ids(2))
    expect(scope.run(() => ids(2))).toEqual(first)
    expect(new Set([...before, ...first, ...ids(1)]).size).toBe(4)
  })
})

test('work that was given up leaves its numbers to the next', () => {
  runInDelivery(delivery, () => {
    const scope = createRetryScope()
    const first = scope.run(() => ids(2))
    scope.giveUp()
    expect(createRetryScope().run(() => ids(2))).toEqual(first)
  })
})

test('work inside work gives back what it took', () => {
  runInDelivery(delivery, () => {
    const outer = createRetryScope()
    const [first, again] = outer.run(() => {
      const inner = createRetryScope()
      return [inner.run(() => ids(1)), inner.run(() => ids(1))]
    })
    expect(again).toEqual(first)
    expect(outer.run(() => ids(1))).toEqual(first)
  })
})

test('works side by side never make one id twice, whatever is given up', () => {
  runInDelivery(delivery, () => {
    const [one, other] = [createRetryScope(), createRetryScope()]
    const kept = [...one.run(() => ids(1)), ...other.run(() => ids(2))]
    one.giveUp()
    const more = [...other.run(() => []), ...ids(3)]
    expect(new Set([...kept.slice(0, 1), ...more]).size).toBe(4)
  })
})

test('work that begins anew outside of a delivery makes ids like any other', () => {
  expect(createRetryScope().run(() => ids(1))).not.toEqual(createRetryScope().run(() => ids(1)))
})

test('clock and ids are given for a piece of work and what it awaits', async () => {
  let count = 0
  const defaults = { now: () => new Date(0), id: (type: string) => `${type}-${++count}` }
  const made = withEventDefaults(defaults, async () => {
    await setImmediate()
    return [new Pinged(), new Pinged()].map(({ id, time }) => ({ id, time }))
  })
  expect(new Pinged().id).not.toMatch(/^pinged/)
  expect(await made).toEqual([
    { id: 'pinged-1', time: '1970-01-01T00:00:00.000Z' },
    { id: 'pinged-2', time: '1970-01-01T00:00:00.000Z' },
  ])
})

test('a clock alone is in the ids too', () => {
  const now = () => new Date('2100-01-01T00:00:00Z')
  const [first = '', second = ''] = withEventDefaults({ now }, () => ids(2))
  expect(Number.parseInt(first.replace('-', '').slice(0, 12), 16)).toBe(now().getTime())
  expect(first < second).toBe(true)
  expect(ids(1)[0]?.slice(0, 8)).not.toBe(first.slice(0, 8))
})

test('a clock inside a delivery leaves its ids as they are', () => {
  const made = runInDelivery(delivery, () => withEventDefaults({ now: () => new Date(0) }, () => new Pinged()))
  expect(made.time).toBe('1970-01-01T00:00:00.000Z')
  expect([made.id]).toEqual(runInDelivery(delivery, () => ids(1)))
})

test('ids given inside a delivery are the ones, also when work begins anew', () => {
  const made = runInDelivery(delivery, () =>
    withEventDefaults({ id: () => 'mine' }, () => createRetryScope().run(() => ids(1))),
  )
  expect(made).toEqual(['mine'])
})
