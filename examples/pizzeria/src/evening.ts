import { CookingStartedV1, type OrderItem, OrderReady, PizzeriaOrderConfirmed } from '@mario/pizzeria-events'
import { createBus } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { createJournal } from './journal.js'
import { euros } from './money/money.js'
import type { OrderCustomer } from './orders/order.js'
import { cloudEventLines, eventLine, factsLine, handlerLines } from './print.js'
import { createStandIns } from './stand-ins/stand-ins.js'
import { wireWithAwilix } from './wiring/with-awilix.js'

const ada: OrderCustomer = {
  customerId: 'ada',
  deliveryAddress: { street: 'Via Toledo 12', postalCode: '80134', city: 'Napoli' },
}
const dinner: readonly OrderItem[] = [
  { pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') },
  { pizza: 'Diavola', size: 'medium', quantity: 2, price: euros('13.50') },
]

/** One order, from the telephone to the counter, on an evening when the mail server is down. */
export async function runEvening(print: (...lines: string[]) => void, now = () => new Date()): Promise<void> {
  const transport = inMemory()
  const services = createStandIns()
  const journal = createJournal()
  const { bus, desk } = wireWithAwilix({ services, transport, now, hooks: journal.hooks })

  // Another application: it shares the transport, as it would a broker, and nothing else.
  const courier = createBus({ application: 'swift-couriers', transport })
  const tours: PizzeriaOrderConfirmed[] = []
  courier.subscribe('plan-tour', PizzeriaOrderConfirmed, (event) => void tours.push(event))

  await bus.start()
  await courier.start()
  services.mailServer.isDown = true

  await desk.place('17', dinner, ada)
  await desk.confirm('17')
  await bus.idle()

  const { first, followed } = journal.published()
  print("Mario's Pizzeria", '', 'Ada orders, and the order is confirmed. The counter waits for nobody.')
  print(...first.map(eventLine))
  print('', 'Five handlers react, each on its own. The mail server is down.')
  print(...handlerLines(journal.handled()), factsLine(followed))

  print('', 'A courier, who has another application, receives a CloudEvent.')
  print(...tours.flatMap(cloudEventLines))

  await bus.receive(
    new CookingStartedV1({ orderId: '17', cook: 'Luigi', startedAt: now().toISOString(), estimatedMinutes: 12 }),
  )
  await bus.receive(new OrderReady({ orderId: '17', preparationTime: 'PT11M30S' }))
  await bus.idle()
  print('', 'The kitchen reports. Its old tablet sends version 1; the screen is given version 2.')
  print(...services.screenTexts.map((text) => `  ${text}`))

  services.mailServer.isDown = false
  journal.handled()
  await bus.deadLetters.redrive()
  await bus.idle()
  print('', 'The mail server is back. The dead letter goes to its own handler, and to no other.')
  print(...handlerLines(journal.handled()), factsLine(journal.published().followed))

  await courier.close()
  await bus.close()
}
