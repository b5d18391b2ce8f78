import type { OrderItem } from '@mario/pizzeria-events'

/** Where the cooks see what to bake. */
export interface KitchenBoard {
  /** Pins up one ticket; for an order that hangs there already, it does nothing. */
  pinTicket(orderId: string, items: readonly OrderItem[], options: { readonly signal: AbortSignal }): Promise<void>
}
