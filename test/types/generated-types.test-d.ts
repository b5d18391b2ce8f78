import {
  type Address,
  ConfirmationEmailSent,
  CookingStarted,
  type CookingStartedData,
  type CookingStartedV1,
  type CookingStartedV1Upcaster,
  CookingStartedV2,
  OrderCancelled,
  type OrderConfirmed,
  type OrderConfirmedHandler,
  OrderCreated,
  type PizzaSize,
  type Publisher,
} from '@mario/pizzeria-events'
import type { Bus, Delivery } from '@tidings/runtime'
import { expectTypeOf } from 'vitest'

declare const bus: Bus

// An event takes its contract's data, all of it and as it is typed there.
new OrderCreated({ orderId: '17', customerId: 'ada' })
// @ts-expect-error the customer is required
new OrderCreated({ orderId: '17' })
// @ts-expect-error an order's id is text
new OrderCreated({ orderId: 17, customerId: 'ada' })
// @ts-expect-error the literal names a property that the contract does not
new OrderCreated({ orderId: '17', customerId: 'ada', colour: 'red' })
// @ts-expect-error an optional property is left out, not undefined
new OrderCreated({ orderId: '17', customerId: 'ada' }, { id: undefined })

// An event is read-only, all the way down.
declare const confirmed: OrderConfirmed
// @ts-expect-error the data is fixed
confirmed.data = { ...confirmed.data }
// @ts-expect-error and what it holds
confirmed.data.orderId = '18'
// @ts-expect-error lists too
confirmed.data.items.push()
// @ts-expect-error and what is in them
for (const item of confirmed.data.items) item.quantity = 2

// Enums are unions of their values.
expectTypeOf<PizzaSize>().toEqualTypeOf<'small' | 'medium' | 'large'>()

// The type tells events apart, and so does instanceof.
declare const either: OrderCreated | OrderCancelled
if (either.type === OrderCancelled.type) expectTypeOf(either).toEqualTypeOf<OrderCancelled>()
else expectTypeOf(either.data).toEqualTypeOf<OrderCreated['data']>()
if (either instanceof OrderCancelled) expectTypeOf(either.data.reason).toEqualTypeOf<string>()

// The contract says where these events come from.
expectTypeOf(confirmed.source).toEqualTypeOf<string>()

// Versions: the plain name is the newest, and an upcaster leads from each to the next.
expectTypeOf(CookingStarted).toEqualTypeOf(CookingStartedV2)
expectTypeOf<CookingStartedData>().toEqualTypeOf<CookingStartedV2['data']>()
expectTypeOf<Parameters<CookingStartedV1Upcaster>[0]>().toEqualTypeOf<CookingStartedV1['data']>()
expectTypeOf<ReturnType<CookingStartedV1Upcaster>>().toEqualTypeOf<CookingStartedV2['data']>()

// A handler is an object or a function of the event and its delivery.
const handler: OrderConfirmedHandler = {
  handle(event, delivery) {
    expectTypeOf(event).toEqualTypeOf<OrderConfirmed>()
    expectTypeOf(delivery).toEqualTypeOf<Delivery>()
  },
}
bus.subscribe('history', [OrderCreated, OrderCancelled], (event) => {
  expectTypeOf(event).toEqualTypeOf<OrderCreated | OrderCancelled>()
})
// @ts-expect-error that handler is for another event
bus.subscribe('wrong', OrderCreated, handler)

// An event that finds its way takes no destination; an address whose parameter the data gives is such a way.
bus.publish(new ConfirmationEmailSent({} as ConfirmationEmailSent['data']))
// @ts-expect-error there is nothing to be told
bus.publish(new OrderCreated({ orderId: '17', customerId: 'ada' }), { channel: 'orders' })

// The application's operations: each takes what it sends and nothing else.
declare const publisher: Publisher
publisher.recordOrder(new OrderCreated({ orderId: '17', customerId: 'ada' }))
// @ts-expect-error a sale is reported by another operation
publisher.reportSale(new OrderCreated({ orderId: '17', customerId: 'ada' }))

// Shared types are exported under the contract's names.
expectTypeOf<OrderConfirmed['data']['deliveryAddress']>().toEqualTypeOf<Address>()
