import {
  type OrderConfirmed,
  type OrderConfirmedHandler,
  PizzeriaOrderConfirmed,
  type Publisher,
} from '@mario/pizzeria-events'

/** Says what happened in the words meant for the world: the event inside may change, the one outside keeps its promise. */
export class PublishToExternalSystems implements OrderConfirmedHandler {
  readonly #publisher: Pick<Publisher, 'announceConfirmedOrder'>

  constructor({ publisher }: { publisher: Pick<Publisher, 'announceConfirmedOrder'> }) {
    this.#publisher = publisher
  }

  async handle({ data: { orderId, items, total, deliveryAddress, confirmedAt } }: OrderConfirmed): Promise<void> {
    const pizzas = items.reduce((count, { quantity }) => count + quantity, 0)
    await this.#publisher.announceConfirmedOrder(
      new PizzeriaOrderConfirmed({ orderId, pizzas, total, deliveryAddress, confirmedAt }),
    )
  }
}
