import type { OrderItem } from '@mario/pizzeria-events'
import type { UnitOfWork } from '@tidings/runtime'
import { Order, type OrderCustomer } from './order.js'
import type { OrderRepository } from './order-repository.js'

export interface OrderDeskOptions<Transaction> {
  readonly orders: OrderRepository<Transaction>
  readonly unitOfWork: UnitOfWork<Transaction>
  readonly now: () => Date
}

/**
 * What guests and staff do with orders. Each of these ends when the order is saved and its events are accepted;
 * none waits for those who react to them.
 */
export class OrderDesk<Transaction = undefined> {
  readonly #orders: OrderRepository<Transaction>
  readonly #unitOfWork: UnitOfWork<Transaction>
  readonly #now: () => Date

  constructor({ orders, unitOfWork, now }: OrderDeskOptions<Transaction>) {
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
    await this.#unitOfWork.run(async (work) => {
      const order = await this.#orders.find(id, work.transaction)
      order.confirm(this.#now())
      await work.save(this.#orders, order)
    })
  }

  async cancel(id: string, reason: string): Promise<void> {
    await this.#unitOfWork.run(async (work) => {
      const order = await this.#orders.find(id, work.transaction)
      order.cancel(reason, this.#now())
      await work.save(this.#orders, order)
    })
  }
}
