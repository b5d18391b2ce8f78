import { createPublisher, type Publisher } from '@mario/pizzeria-events'
import { type HandlerKey, type ResolvedHandler, UnitOfWork } from '@tidings/runtime'
import { UpdateAnalytics } from '../analytics/update-analytics.js'
import { DeductInventory } from '../inventory/deduct-inventory.js'
import { FollowKitchen } from '../kitchen/follow-kitchen.js'
import { NotifyKitchen } from '../kitchen/notify-kitchen.js'
import { SendConfirmationEmail } from '../notifications/send-confirmation-email.js'
import { InMemoryOrders } from '../orders/in-memory-orders.js'
import { OrderDesk } from '../orders/order-desk.js'
import { PublishToExternalSystems } from '../partners/publish-to-external-systems.js'
import { createPizzeriaBus, type Pizzeria, type PizzeriaOptions } from '../pizzeria.js'
import type { Services } from '../services.js'

/** Puts the pizzeria together without a container: one function that makes what is asked for. */
export function wireByHand(options: PizzeriaOptions): Pizzeria {
  const bus = createPizzeriaBus(options, (token) => resolve(token))
  const resolve = handlersByHand(options.services, createPublisher(bus))
  const unitOfWork = new UnitOfWork({ bus })
  const { now = () => new Date() } = options
  return { bus, desk: new OrderDesk({ orders: new InMemoryOrders(), unitOfWork, now }) }
}

export function handlersByHand(services: Services, publisher: Publisher): (token: HandlerKey) => ResolvedHandler {
  const { kitchen, mailServer, sales, screen, storeRoom } = services
  return (token) => {
    switch (token) {
      case NotifyKitchen:
        return new NotifyKitchen({ kitchen })
      case DeductInventory:
        return new DeductInventory({ storeRoom, publisher })
      case UpdateAnalytics:
        return new UpdateAnalytics({ sales, publisher })
      case PublishToExternalSystems:
        return new PublishToExternalSystems({ publisher })
      case FollowKitchen:
        return new FollowKitchen({ screen })
      case SendConfirmationEmail: {
        const mails = mailServer.connect()
        return { handler: new SendConfirmationEmail({ mails, publisher }), dispose: () => mails.close() }
      }
      default:
        throw new TypeError(`Nobody said how to make ${String(token)}`)
    }
  }
}
