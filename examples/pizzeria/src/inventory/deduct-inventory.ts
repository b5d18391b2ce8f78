import { type OrderConfirmed, type OrderConfirmedHandler, type Publisher, StockDeducted } from '@mario/pizzeria-events'
import { ingredientsOf } from './recipe.js'
import type { StoreRoom } from './store-room.js'

export class DeductInventory implements OrderConfirmedHandler {
  readonly #storeRoom: StoreRoom
  readonly #publisher: Pick<Publisher, 'reportStock'>

  constructor({ storeRoom, publisher }: { storeRoom: StoreRoom; publisher: Pick<Publisher, 'reportStock'> }) {
    this.#storeRoom = storeRoom
    this.#publisher = publisher
  }

  async handle({ data: { orderId, items } }: OrderConfirmed): Promise<void> {
    const ingredients = ingredientsOf(items)
    await this.#storeRoom.take(orderId, ingredients)
    await this.#publisher.reportStock(new StockDeducted({ orderId, ingredients }))
  }
}
