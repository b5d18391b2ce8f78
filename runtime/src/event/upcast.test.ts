import { expect, test } from 'vitest'
import { ShippedV1, ShippedV2, ShippedV3, toV2, toV3 } from './fixtures/order-events.js'
import { upcastEvent, upcastPath } from './upcast.js'
import { upcaster } from './upcaster.js'

const steps = [upcaster(ShippedV2, ShippedV3, toV3), upcaster(ShippedV1, ShippedV2, toV2)]
const context = { id: 'e-1', time: '2026-03-01T12:00:00Z', source: '/old', extensions: { a: 'b' } }

test('a path leads from version to version', () => {
  expect(upcastPath(ShippedV1, ShippedV3, steps)).toEqual([steps[1], steps[0]])
})

test('of several paths the shortest is taken', () => {
  const direct = upcaster(ShippedV1, ShippedV3, ({ to }) => ({ address: [to] }))
  expect(upcastPath(ShippedV1, ShippedV3, [...steps, direct])).toEqual([direct])
})

test('there is no path where an upcaster is missing, or leads back', () => {
  const back = upcaster(ShippedV2, ShippedV1, ({ street }) => ({ to: street }))
  expect(upcastPath(ShippedV1, ShippedV3, [upcaster(ShippedV1, ShippedV2, toV2), back])).toBe(undefined)
  expect(upcastPath(ShippedV3, ShippedV1, steps)).toBe(undefined)
})

test('a version is at itself without any step', () => {
  expect(upcastPath(ShippedV3, ShippedV3, steps)).toEqual([])
})

test('an upcast event keeps its identity and context, and says what it came from', () => {
  const event = new ShippedV1({ to: 'Via Roma 1, Napoli' }, { ...context, dataschema: 'https://example.com/v1.json' })
  const upcast = upcastEvent(event, upcastPath(ShippedV1, ShippedV3, steps) ?? [])
  expect(upcast instanceof ShippedV3).toBe(true)
  expect(upcast).toStrictEqual(
    new ShippedV3(
      { address: ['Via Roma 1', 'Napoli'] },
      { ...context, extensions: { a: 'b', upcastfrom: 'shipped.v1' } },
    ),
  )
  expect([Object.isFrozen(upcast), Object.isFrozen(upcast.data), Object.isFrozen(upcast.extensions)]).toEqual([
    true,
    true,
    true,
  ])
})

test('an upcaster sees the whole event', () => {
  const step = upcaster(ShippedV1, ShippedV2, ({ to }, event) => ({ street: to, city: event.id }))
  expect(upcastEvent(new ShippedV1({ to: 'x' }, context), [step]).data).toEqual({ street: 'x', city: 'e-1' })
})

test('data that the later version does not take is refused', () => {
  const wrong = upcaster(ShippedV1, ShippedV2, () => ({ street: 'x' }) as ShippedV2['data'])
  expect(() => upcastEvent(new ShippedV1({ to: 'x' }), [wrong])).toThrow(
    'Shipped is not valid: data /city: Invalid member: expected one but received none',
  )
  const notJson = upcaster(ShippedV1, ShippedV2, () => ({ street: 'x', city: Number.NaN as unknown as string }))
  expect(() => upcastEvent(new ShippedV1({ to: 'x' }), [notJson])).toThrow('data /city: Invalid value')
})

test('a tolerant upcast lets through what a newer producer added', () => {
  const spread = upcaster(ShippedV1, ShippedV2, (data) => ({ ...data, street: 'x', city: 'y' }))
  const event = new ShippedV1({ to: 'x' })
  expect(() => upcastEvent(event, [spread])).toThrow('data /to')
  expect(upcastEvent(event, [spread], 'tolerant').data).toEqual({ to: 'x', street: 'x', city: 'y' })
})

test('what an upcaster throws is thrown', () => {
  const broken = upcaster(ShippedV1, ShippedV2, () => {
    throw new Error('broken')
  })
  expect(() => upcastEvent(new ShippedV1({ to: 'x' }), [broken])).toThrow('broken')
})
