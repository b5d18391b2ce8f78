import { expect, test } from 'vitest'
import type { AnyEvent } from '../event/any-event.js'
import type { EventClass } from '../event/event-class.js'
import { Measured, Open, OrderConfirmed, Pinged, Tagged } from '../event/fixtures/order-events.js'
import { decodeEvent } from './decode-event.js'
import { encodeEvent } from './encode-event.js'
import { EventMessage, withAttributes } from './event-message.js'

const order = new OrderConfirmed({ orderId: '17', items: [] })
const source = 'pizzeria'

const events: readonly AnyEvent[] = [
  order,
  new Pinged(),
  new Pinged({ extensions: { region: 'eu', tries: 3, hot: true, seal: new Uint8Array([1, 2]) } }),
  new Tagged({ a: [1, null, { b: 'é' }] }, { headers: { 'X-Tenant': 't', priority: 1 } }),
  new Open('text', { headers: { any: { deep: [true] } } }),
]

test.each(events.map((event) => [event.constructor.name, event] as const))(
  'who asks for the class of an event gets what its bytes would give: %s',
  (_, event) => {
    const eventClass = event.constructor as unknown as EventClass
    const message = new EventMessage(event, { source })
    expect(message.eventOf(eventClass, 'strict')).toEqual(decodeEvent(eventClass, encodeEvent(event, { source })))
  },
)

test.each(events.map((event) => [event.constructor.name, event] as const))(
  'who looks at its bytes sees those of any message: %s',
  (_, event) => {
    const { attributes, headers, data } = new EventMessage(event, { source })
    expect({ attributes, ...(headers && { headers }), ...(data && { data }) }).toEqual(encodeEvent(event, { source }))
  },
)

test('an event whose source is known is handed over itself', () => {
  expect(new EventMessage(order, {}).eventOf(OrderConfirmed, 'strict')).toBe(order)
})

test('what cannot be written is refused at once', () => {
  expect(() => new EventMessage(new Measured({ grams: 1 }), { source })).toThrow('avro/binary')
})

test('another copy of its class gets one that was read', () => {
  class Copy extends OrderConfirmed {
    static override readonly descriptor = OrderConfirmed.descriptor
  }
  const event = new EventMessage(order, {}).eventOf(Copy, 'strict')
  expect(event).not.toBe(order)
  expect(event.constructor).toBe(Copy)
})

test('what came from a newer producer is judged by who asks', () => {
  const message = encodeEvent(order)
  const data = new TextEncoder().encode('{"orderId":"17","items":[],"later":1}')
  const tolerated = decodeEvent(OrderConfirmed, { ...message, data }, 'tolerant')
  const again = new EventMessage(tolerated, {})
  expect(() => again.eventOf(OrderConfirmed, 'strict')).toThrow('later')
  expect(() => withAttributes(again, { traceparent: '00-1' })).not.toThrow()
  expect(() =>
    (withAttributes(again, { traceparent: '00-1' }) as EventMessage).eventOf(OrderConfirmed, 'strict'),
  ).toThrow()
  expect(again.eventOf(OrderConfirmed, 'tolerant').data).toEqual(tolerated.data)
})

test('more attributes are those of the event that is handed over, too', () => {
  const message = withAttributes(new EventMessage(order, {}), { traceparent: '00-1' })
  expect(message.attributes['traceparent']).toBe('00-1')
  const event = (message as EventMessage).eventOf(OrderConfirmed, 'strict')
  expect(event).toEqual(decodeEvent(OrderConfirmed, withAttributes(encodeEvent(order), { traceparent: '00-1' })))
})
