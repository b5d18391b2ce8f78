import { OrderConfirmed, type OrderConfirmedData } from '@mario/pizzeria-events'
import { samples } from '../data/order-confirmed.js'

/** One event to publish, in the forms in which programs have it before they do. */
export interface Order {
  readonly event: OrderConfirmed
  /** The structured CloudEvent. */
  readonly envelope: { readonly id: string; readonly data: OrderConfirmedData }
}

/** Orders with ids of their own each time: brokers recognise what they had before. */
export const newOrders = (count: number): readonly Order[] =>
  samples(count).map(({ data, envelope }) => {
    const event = new OrderConfirmed(data)
    return { event, envelope: { ...envelope, data, id: event.id } }
  })
