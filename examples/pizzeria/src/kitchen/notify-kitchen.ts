import type { OrderConfirmed, OrderConfirmedHandler } from '@mario/pizzeria-events'
import type { Delivery } from '@tidings/runtime'
import type { KitchenBoard } from './kitchen-board.js'

export class NotifyKitchen implements OrderConfirmedHandler {
  readonly #kitchen: KitchenBoard

  constructor({ kitchen }: { kitchen: KitchenBoard }) {
    this.#kitchen = kitchen
  }

  async handle({ data }: OrderConfirmed, { signal }: Pick<Delivery, 'signal'>): Promise<void> {
    await this.#kitchen.pinTicket(data.orderId, data.items, { signal })
  }
}
