import type { OrderItem } from '@mario/pizzeria-events'
import type { UnitOfWork } from '@tidings/runtime'
import { Order, type OrderCustomer } from './order.js'
import type { OrderRepository } from './order-repository.js'

/**
 * What guests and staff do with orders. Each of these ends when the order is saved and its events are accepted;
 * none waits for those who react to them.
 */
export class OrderDesk {
  readonly #orders: OrderRepository
  readonly #unitOfWork: UnitOfWork
  readonly #now: () => Date

  constructor({ orders, unitOfWork, now }: { orders: OrderRepository; unitOfWork: UnitOfWork; now: () => Date }) {
    this.#orders = orders
    this.#unitOfWork = unitOfWork
    this.#now = now
  }

  async place(id: string, items: readonly OrderItem[], customer?: OrderCustomer): Promise<void> {
    const order = new Order(id, customer)
    for (const item of items) order.addPizza(item)
    await this.#unitOfWork.run((work) => work.save(this.#orders, order))
  }

  async confirm(id: string): Promise<void> {
    const order = await this.#orders.find(id)
    order.confirm(this.#now())
    await this.#unitOfWork.run((work) => work.save(this.#orders, order))
  }

  async cancel(id: string, reason: string): Promise<void> {
    const order = await this.#orders.find(id)
    order.cancel(reason, this.#now())
    await this.#unitOfWork.run((work) => work.save(this.#orders, order))
  }
}
