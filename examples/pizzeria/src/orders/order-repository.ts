import type { Order } from './order.js'

/** Where orders are kept. What is done with them in one transaction is done, or not, as one. */
export interface OrderRepository<Transaction = void> {
  /** Throws `UnknownOrder`. */
  find(id: string, transaction: Transaction): Promise<Order>
  /** Throws `OrderChangedMeanwhile` when somebody else has saved the order since it was found. */
  save(order: Order, transaction: Transaction): Promise<void>
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
