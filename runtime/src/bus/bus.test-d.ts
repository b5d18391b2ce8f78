import { expectTypeOf } from 'vitest'
import type { Publishing } from '../event/publishing.js'
import type { Subscribing } from '../event/subscribing.js'
import type { Transport } from '../transport/transport.js'
import { inMemory } from '../transports/in-memory/index.js'
import type { Bus, InMemoryBus } from './bus.js'
import { createBus } from './create-bus.js'
import { Announced, OrderCooked, OrderPlaced, TableServed } from './fixtures/events.js'

declare const durable: Transport

const bus = createBus({ transport: inMemory() })
expectTypeOf(bus).toEqualTypeOf<InMemoryBus>()
expectTypeOf(createBus({ transport: { shop: inMemory(), bank: inMemory() } })).toEqualTypeOf<InMemoryBus>()
expectTypeOf(createBus({ transport: durable })).toEqualTypeOf<Bus>()
expectTypeOf(createBus({ transport: { shop: inMemory(), bank: durable } })).toEqualTypeOf<Bus>()
expectTypeOf<Bus>().toExtend<Publishing>()
expectTypeOf<Bus>().toExtend<Subscribing>()

// @ts-expect-error only a bus in memory can be idle
createBus({ transport: durable }).idle()

bus.subscribe('one', OrderPlaced, (event) => expectTypeOf(event).toEqualTypeOf<OrderPlaced>())
bus.subscribe('several', [OrderPlaced, OrderCooked], (event) =>
  expectTypeOf(event).toEqualTypeOf<OrderPlaced | OrderCooked>(),
)
bus.subscribe('object', OrderPlaced, { handle: async (event, delivery) => void [event.data.note, delivery.attempt] })
bus.subscribe('container', OrderPlaced, { resolve: 'kitchen' })
class Waiter {
  handle(_event: OrderCooked) {}
}
bus.subscribe('waiter', OrderCooked, new Waiter())
bus.subscribe('waiter', OrderCooked, { resolve: Waiter })
// @ts-expect-error a waiter takes no announcements
bus.subscribe('waiter', Announced, new Waiter())
// @ts-expect-error nor does one from the container
bus.subscribe('waiter', Announced, { resolve: Waiter })

const placed = new OrderPlaced({ orderId: '1', note: '' })
const served = new TableServed({ table: '1' })
void bus.publish(placed)
void bus.publish([placed, placed])
void bus.publish(served, { parameters: { house: 'rome' } })
void bus.publish([served, served], { parameters: { house: 'rome' } })
// @ts-expect-error the house is missing
void bus.publish(served)
// @ts-expect-error for several too
void bus.publish([served, served])
// @ts-expect-error there is no such channel
void bus.publish(new Announced({ text: '' }), { channel: 'roof' })
// @ts-expect-error it finds its way alone
void bus.publish(placed, { channel: 'orders' })
