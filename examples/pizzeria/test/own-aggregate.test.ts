import { OrderConfirmed, type OrderItem } from '@mario/pizzeria-events'
import { createBus, UnitOfWork } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { expect, onTestFinished, test } from 'vitest'
import { euros } from '../src/money/money.js'
import { InMemoryOrders } from '../src/orders/in-memory-orders.js'
import { Order } from '../src/orders/order.js'

const margherita: OrderItem = { pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') }

test('a handler that changes the order whose event it handles is warned of, and both are named', async () => {
  const warnings: string[] = []
  const hooks = { warned: ({ message }: Error) => void warnings.push(message) }
  const bus = createBus({ transport: inMemory(), hooks })
  onTestFinished(() => bus.close())
  const orders = new InMemoryOrders()
  const unitOfWork = new UnitOfWork({ bus })
  bus.subscribe('second-thoughts', OrderConfirmed, async ({ data }) => {
    const order = await orders.find(data.orderId)
    order.cancel('out of mozzarella')
    await unitOfWork.run((work) => work.save(orders, order))
  })
  await bus.start()

  const order = new Order('123')
  order.addPizza(margherita)
  order.confirm()
  await unitOfWork.run((work) => work.save(orders, order))
  await bus.idle()

  expect(warnings).toEqual([
    'second-thoughts handles OrderConfirmed of Order 123 and saves Order 123 itself; ' +
      'what belongs to the same change belongs in Order, before it raises OrderConfirmed',
  ])
})
