import type { Order } from './order.js'

/** Where orders are kept. */
export interface OrderRepository {
  /** Throws `UnknownOrder`. */
  find(id: string): Promise<Order>
  /** Throws `OrderChangedMeanwhile` when somebody else has saved the order since it was found. */
  save(order: Order): Promise<void>
}

export class UnknownOrder extends Error {
  override readonly name = 'UnknownOrder'

  constructor(id: string) {
    super(`There is no order ${id}`)
  }
}

export class OrderChangedMeanwhile extends Error {
  override readonly name = 'OrderChangedMeanwhile'

  constructor(id: string) {
    super(`Order ${id} has changed since it was read; read it again and decide anew`)
  }
}
