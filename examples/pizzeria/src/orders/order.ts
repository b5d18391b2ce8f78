import { type Address, OrderCancelled, OrderConfirmed, OrderCreated, type OrderItem } from '@mario/pizzeria-events'
import { AggregateRoot } from '@tidings/runtime'
import { sum, times } from '../money/money.js'
import { OrderRuleViolation } from './order-rule-violation.js'

/**
 * What one customer wants. It guards its own rules, and says by events what happened to it; who listens, and
 * what they do then, is none of its business.
 */
export class Order extends AggregateRoot {
  #state: OrderState

  /** Begins an order; without a customer it is for a guest at the counter. */
  constructor(id: string, customer: OrderCustomer = guestAtTheCounter, saved?: OrderState) {
    super()
    const { customerId, deliveryAddress } = customer
    this.#state = saved ?? { id, customerId, deliveryAddress, status: 'pending', items: [] }
    if (saved === undefined) this.raise(new OrderCreated({ orderId: id, customerId }))
  }

  /** An order as a repository kept it: nothing happens to it, so nothing is raised. */
  static restored(state: OrderState): Order {
    return new Order(state.id, state, state)
  }

  get id(): string {
    return this.#state.id
  }

  get state(): OrderState {
    return this.#state
  }

  addPizza(item: OrderItem): void {
    this.#mustBePending('takes pizzas')
    if (!Number.isSafeInteger(item.quantity) || item.quantity < 1) {
      throw new OrderRuleViolation(`An order takes one pizza or more of a kind, not ${item.quantity}`)
    }
    this.#state = { ...this.#state, items: [...this.#state.items, item] }
  }

  confirm(at: Date = new Date()): void {
    this.#mustBePending('can be confirmed')
    const { id, customerId, deliveryAddress, items } = this.#state
    if (items.length === 0) throw new OrderRuleViolation(`Order ${id} is empty; add a pizza, then confirm it`)
    const total = sum(items.map(({ price, quantity }) => times(price, quantity)))
    const confirmedAt = at.toISOString()
    this.raise(new OrderConfirmed({ orderId: id, customerId, items, total, deliveryAddress, confirmedAt }))
    this.#state = { ...this.#state, status: 'confirmed' }
  }

  cancel(reason: string, at: Date = new Date()): void {
    const { id, customerId, status } = this.#state
    if (status === 'cancelled') throw new OrderRuleViolation(`Order ${id} is cancelled already`)
    this.raise(new OrderCancelled({ orderId: id, customerId, reason, cancelledAt: at.toISOString() }))
    this.#state = { ...this.#state, status: 'cancelled' }
  }

  #mustBePending(what: string): void {
    const { id, status } = this.#state
    if (status !== 'pending') throw new OrderRuleViolation(`Order ${id} is ${status}; only a pending order ${what}`)
  }
}

export interface OrderCustomer {
  readonly customerId: string
  readonly deliveryAddress: Address
}

/** What a repository keeps of an order. */
export interface OrderState extends OrderCustomer {
  readonly id: string
  readonly status: 'pending' | 'confirmed' | 'cancelled'
  readonly items: readonly OrderItem[]
}

const guestAtTheCounter: OrderCustomer = {
  customerId: 'guest',
  deliveryAddress: { street: 'Via dei Tribunali 32', postalCode: '80138', city: 'Napoli' },
}
