import { expectTypeOf } from 'vitest'
import type { Codec } from '../codec/codec.js'
import { defineEvent } from './define-event.js'
import type { DestinationArguments } from './destination.js'
import type { AnyEvent } from './event.js'
import { Event } from './event.js'
import type { EventClass } from './event-class.js'

declare const codec: Codec

class OrderConfirmed extends Event<{ type: 'order.confirmed'; source: string; data: { readonly orderId: string } }> {
  static readonly type = 'order.confirmed'
  static readonly descriptor = defineEvent<OrderConfirmed>({
    name: 'OrderConfirmed',
    type: this.type,
    kind: 'integration',
    channels: {},
    codec,
  })
}
class Pinged extends Event<{
  type: 'pinged'
  destination: { channel: 'a' } | { channel: 'b'; parameters: { id: string } }
}> {
  static readonly type = 'pinged'
  static readonly descriptor = defineEvent<Pinged>({
    name: 'Pinged',
    type: this.type,
    kind: 'domain',
    channels: {},
    codec,
  })
}
class Tagged extends Event<{ type: 'tagged'; headers: { readonly tenant: string } }> {}

new Pinged()
new Pinged({ id: 'x' })
new OrderConfirmed({ orderId: 'x' }, { id: 'x' })
new Tagged({ headers: { tenant: 'x' } })
// @ts-expect-error headers
new Tagged()
// @ts-expect-error data
new OrderConfirmed()
// @ts-expect-error no headers here
new OrderConfirmed({ orderId: 'x' }, { headers: {} })
expectTypeOf<OrderConfirmed>().toExtend<AnyEvent>()
expectTypeOf<typeof OrderConfirmed>().toExtend<EventClass>()
expectTypeOf<typeof OrderConfirmed>().toExtend<EventClass<OrderConfirmed>>()
expectTypeOf<DestinationArguments<OrderConfirmed>>().toEqualTypeOf<[]>()
expectTypeOf<DestinationArguments<Pinged>>().toEqualTypeOf<
  [destination: { channel: 'a' } | { channel: 'b'; parameters: { id: string } }]
>()
declare const e: OrderConfirmed | Pinged
if (e.type === 'pinged') expectTypeOf(e).toEqualTypeOf<Pinged>()
else expectTypeOf(e.data.orderId).toEqualTypeOf<string>()
declare const any: AnyEvent
if (any instanceof OrderConfirmed) expectTypeOf(any.data.orderId).toEqualTypeOf<string>()
