import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Order } from './orders.js'

/** One way to send events through a broker and to handle them, as somebody writes it who uses it. */
export interface Way {
  /** Ours begins with our name; one that gives less says so. */
  readonly name: string
  /** It differs from another only where many are published. */
  readonly onlyPublishes?: true
  /** How many are sent one at a time, where one takes long. */
  readonly singles?: number
  /** A line with nothing in it, at the broker under a name that nobody else uses. */
  open(name: string): Promise<Line>
}

/** From whoever publishes to whoever handles. What is published stays until it is handled. */
export interface Line {
  /** Resolves when the broker has confirmed all of them. No more than {@link inHand} are under way. */
  publish(orders: readonly Order[]): Promise<void>
  /** Begins to handle what is there and what comes; no more than {@link inHand} are not acknowledged. */
  consume(handle: Handle): Promise<void>
  /** How many are not acknowledged. */
  left(): Promise<number>
  close(): Promise<void>
}

export type Handle = (data: OrderConfirmedData) => Promise<void>

/** How many events somebody has under way, or in hand, at a time: the same for all. */
export const inHand = 100

/** Sends each by itself. */
export async function each(orders: readonly Order[], send: (order: Order) => Promise<unknown>): Promise<void> {
  const rest = orders.values()
  const sendRest = async () => {
    for (const order of rest) await send(order)
  }
  await Promise.all(Array.from({ length: inHand }, sendRest))
}

/** Sends as many at once as may be under way. */
export async function together(
  orders: readonly Order[],
  send: (orders: readonly Order[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < orders.length; from += inHand) await send(orders.slice(from, from + inHand))
}
