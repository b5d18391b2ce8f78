import { Order, type OrderState } from './order.js'
import { OrderChangedMeanwhile, type OrderRepository, UnknownOrder } from './order-repository.js'

/** Keeps states, not objects, as a database would: what is found is a copy, and the first to save it wins. */
export class InMemoryOrders implements OrderRepository {
  readonly #saved = new Map<string, { readonly state: OrderState; readonly version: number }>()
  readonly #versions = new WeakMap<Order, number>()

  async find(id: string): Promise<Order> {
    const saved = this.#saved.get(id)
    if (saved === undefined) throw new UnknownOrder(id)
    const order = Order.restored(saved.state)
    this.#versions.set(order, saved.version)
    return order
  }

  async save(order: Order): Promise<void> {
    const version = this.#saved.get(order.id)?.version ?? 0
    if ((this.#versions.get(order) ?? 0) !== version) throw new OrderChangedMeanwhile(order.id)
    this.#saved.set(order.id, { state: order.state, version: version + 1 })
    this.#versions.set(order, version + 1)
  }
}
