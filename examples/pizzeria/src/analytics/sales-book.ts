import type { Money } from '@mario/pizzeria-events'

export interface SalesBook {
  /** Writes down one sale per order. */
  enter(sale: Sale): Promise<void>
}

export interface Sale {
  readonly orderId: string
  /** As `2026-03-14`. */
  readonly day: string
  readonly pizzas: number
  readonly revenue: Money
}
