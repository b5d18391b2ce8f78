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

/** One whose channel has a parameter, and bindings. */
export class OrderSeen extends Event<{ type: 'pizza.order.seen'; source: string; data: OrderData }> {
  static readonly type = 'pizza.order.seen'
  static readonly descriptor = defineEvent<OrderSeen>({
    name: 'OrderSeen',
    type: this.type,
    kind: 'integration',
    source: 'pizzeria/orders',
    channels: {
      seen: {
        address: 'orders/{orderId}/seen',
        parameters: { orderId: { in: 'payload', path: ['orderId'] } },
        bindings: { channel: { kafka: { partitions: 3 } }, send: { mqtt: { retain: true } } },
      },
    },
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

  beSeen(): this {
    this.#step += 1
    this.raise(new OrderSeen({ orderId: this.id, step: this.#step }))
    return this
  }

  cook(): this {
    this.#step += 1
    this.raise(new OrderCooked({ orderId: this.id, step: this.#step }))
    return this
  }
}
