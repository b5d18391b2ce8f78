import { createPublisher } from '@mario/pizzeria-events'
import { type HandlerKey, type ResolvedHandler, UnitOfWork } from '@tidings/runtime'
import { asClass, asFunction, asValue, createContainer } from 'awilix'
import { InMemoryOrders } from '../orders/in-memory-orders.js'
import { OrderDesk } from '../orders/order-desk.js'
import { createPizzeriaBus, type Pizzeria, type PizzeriaOptions } from '../pizzeria.js'

/** Puts the pizzeria together with a container, which finds by name what each constructor asks for. */
export function wireWithAwilix(options: PizzeriaOptions): Pizzeria {
  const { kitchen, mailServer, sales, screen, storeRoom } = options.services
  const { now = () => new Date() } = options
  const bus = createPizzeriaBus(options, resolve)

  const container = createContainer({ strict: true }).register({
    kitchen: asValue(kitchen),
    sales: asValue(sales),
    screen: asValue(screen),
    storeRoom: asValue(storeRoom),
    mails: asFunction(() => mailServer.connect())
      .scoped()
      .disposer((mails) => mails.close()),
    publisher: asFunction(() => createPublisher(bus)).singleton(),
    unitOfWork: asFunction(() => new UnitOfWork({ bus })).singleton(),
    orders: asClass(InMemoryOrders).singleton(),
    now: asValue(now),
    desk: asClass(OrderDesk).singleton(),
  })

  // Each delivery gets a scope of its own. What is made in it, such as a mail connection, ends with it.
  function resolve(token: HandlerKey): ResolvedHandler {
    const scope = container.createScope()
    const handler = typeof token === 'function' ? scope.build(token) : scope.resolve(token)
    return { handler, dispose: () => scope.dispose() }
  }

  return { bus, desk: container.resolve('desk') }
}
