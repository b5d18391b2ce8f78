import { AggregateRoot } from '@tidings/runtime'
import { defineEvent, Event, jsonCodec } from '@tidings/runtime/sdk/v1'

export interface OrderData {
  readonly orderId: string
  readonly step: number
  readonly note?: string
}

const codec = jsonCodec({ data: () => undefined })

/** An integration event with a key. */
export class OrderMoved extends Event<{ type: 'pizza.order.moved'; source: string; data: OrderData }> {
  static readonly type = 'pizza.order.moved'
  static readonly descriptor = defineEvent<OrderMoved>({
    name: 'OrderMoved',
    type: this.type,
    kind: 'integration',
    source: 'pizzeria/orders',
    key: { in: 'payload', path: ['orderId'] },
    channels: { orders: { address: 'orders' } },
    codec,
  })
}

/** A domain event. */
export class OrderCooked extends Event<{ type: 'pizza.order.cooked'; data: OrderData }> {
  static readonly type = 'pizza.order.cooked'
  static readonly descriptor = defineEvent<OrderCooked>({
    name: 'OrderCooked',
    type: this.type,
    kind: 'domain',
    channels: { kitchen: { address: 'kitchen' } },
    codec,
  })
}

export class Order extends AggregateRoot {
  readonly id: string
  #step = 0

  constructor(id: string) {
    super()
    this.id = id
  }

  get step(): number {
    return this.#step
  }

  move(note?: string): this {
    this.#step += 1
    const data = { orderId: this.id, step: this.#step, ...(note !== undefined && { note }) }
    this.raise(new OrderMoved(data))
    return this
  }

  cook(): this {
    this.#step += 1
    this.raise(new OrderCooked({ orderId: this.id, step: this.#step }))
    return this
  }
}
