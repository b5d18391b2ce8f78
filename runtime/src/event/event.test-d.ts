import { expectTypeOf } from 'vitest'
import { AggregateRoot } from '../aggregate/aggregate-root.js'
import type { AnyEvent } from './any-event.js'
import type { Destination, DestinationArguments } from './destination.js'
import type { EventClass, EventOf } from './event-class.js'
import type { EventHandler, Handler } from './event-handler.js'
import {
  type Moved,
  OrderConfirmed,
  type OrderConfirmedData,
  Pinged,
  ShippedV1,
  ShippedV2,
  Tagged,
} from './fixtures/order-events.js'
import type { Publishing } from './publishing.js'
import { type Upcaster, upcaster } from './upcaster.js'

declare const data: OrderConfirmedData
declare const event: AnyEvent
declare const one: OrderConfirmed | Pinged | Tagged
declare const bus: Publishing
declare const moved: Moved
declare const pinged: Pinged

// `new` takes what the shape says.
new OrderConfirmed(data)
new OrderConfirmed(data, { id: 'e-1', time: new Date(), extensions: { a: 1, b: true, c: 'd', e: new Uint8Array() } })
new OrderConfirmed({ orderId: '17', items: [{ name: 'a', quantity: 1 }] })
new Pinged()
new Pinged({ id: 'e-1' })
new Tagged(1, { headers: { 'X-Tenant': 't' } })
// @ts-expect-error data is missing
new OrderConfirmed()
// @ts-expect-error data is of another type
new OrderConfirmed({ orderId: 17, items: [] })
// @ts-expect-error an event without payload takes no data
new Pinged({ orderId: '17' })
// @ts-expect-error needed headers make the context needed
new Tagged(1)
// @ts-expect-error a needed header is missing
new Tagged(1, { headers: {} })
// @ts-expect-error this event has no headers
new OrderConfirmed(data, { headers: {} })
// @ts-expect-error an extension is a string, an integer, a boolean or bytes
new OrderConfirmed(data, { extensions: { a: {} } })

// Instances are deeply readonly and exact.
expectTypeOf(new OrderConfirmed(data).data).toEqualTypeOf<OrderConfirmedData>()
expectTypeOf(new OrderConfirmed(data).source).toEqualTypeOf<string>()
expectTypeOf(pinged.source).toEqualTypeOf<string | undefined>()
expectTypeOf(pinged.data).toEqualTypeOf<undefined>()
expectTypeOf(pinged.headers).toEqualTypeOf<undefined>()
expectTypeOf(pinged.type).toEqualTypeOf<'pinged'>()
// @ts-expect-error an event cannot be changed
pinged.id = 'other'
// @ts-expect-error nor can its extensions
pinged.extensions['a'] = 'b'

// `instanceof` and `type` both narrow.
if (event instanceof OrderConfirmed) expectTypeOf(event).toEqualTypeOf<OrderConfirmed>()
if (one.type === 'pinged') expectTypeOf(one).toEqualTypeOf<Pinged>()
else expectTypeOf(one).toEqualTypeOf<OrderConfirmed | Tagged>()
if (one instanceof Tagged) expectTypeOf(one.headers['X-Tenant']).toEqualTypeOf<string>()
else expectTypeOf(one).toEqualTypeOf<OrderConfirmed | Pinged>()

// Classes and instances fit what handles any of them, and not each other.
expectTypeOf<OrderConfirmed>().toExtend<AnyEvent>()
expectTypeOf<typeof OrderConfirmed>().toExtend<EventClass>()
expectTypeOf<typeof OrderConfirmed>().toExtend<EventClass<OrderConfirmed>>()
expectTypeOf<EventOf<typeof OrderConfirmed | typeof Pinged>>().toEqualTypeOf<OrderConfirmed | Pinged>()
// @ts-expect-error another class
const _wrong: EventClass<Pinged> = OrderConfirmed

// Handlers are objects or functions, of what they return nothing is asked.
const _handlers: Handler<Pinged>[] = [
  async () => 1,
  ({ type }, { attempt }) => `${type satisfies 'pinged'} ${attempt satisfies number}`,
  { handle: async () => {} },
]
class Handles implements EventHandler<Pinged> {
  async handle(_event: Pinged): Promise<void> {}
}
expectTypeOf<Handles>().toExtend<Handler<Pinged>>()

// The destination is asked for where it is needed, in `publish` and in `raise` alike.
expectTypeOf<DestinationArguments<OrderConfirmed>>().toEqualTypeOf<[]>()
expectTypeOf<DestinationArguments<AnyEvent>>().toEqualTypeOf<[destination?: Destination]>()
bus.publish(pinged)
bus.publish(event)
bus.publish(moved, { channel: 'inside' })
bus.publish(moved, { channel: 'outside', parameters: { place: 'Napoli' } })
// @ts-expect-error it goes to more than one place
bus.publish(moved)
// @ts-expect-error the address has a parameter
bus.publish(moved, { channel: 'outside' })
// @ts-expect-error no such channel
bus.publish(moved, { channel: 'nowhere' })
// @ts-expect-error it finds its way alone
bus.publish(pinged, { channel: 'orders' })
// @ts-expect-error one of them needs a destination
bus.publish(Math.random() > 0.5 ? moved : pinged)

export class Parcel extends AggregateRoot {
  readonly id = '7'

  move(): void {
    this.raise(pinged)
    this.raise(moved, { channel: 'inside' })
    // @ts-expect-error it goes to more than one place
    this.raise(moved)
    // @ts-expect-error it finds its way alone
    this.raise(pinged, { channel: 'orders' })
  }
}
// @ts-expect-error only an aggregate itself raises events
new Parcel().raise(pinged)

// Upcasters lead from data to data.
expectTypeOf<Upcaster<ShippedV1, ShippedV2>>().toEqualTypeOf<
  (data: { readonly to: string }, event: ShippedV1) => { readonly street: string; readonly city: string }
>()
// @ts-expect-error the later version has a city
upcaster(ShippedV1, ShippedV2, ({ to }) => ({ street: to }))
