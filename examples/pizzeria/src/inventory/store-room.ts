import type { Ingredient } from '@mario/pizzeria-events'

export interface StoreRoom {
  /** Takes the ingredients of an order, once: asked again for the same order, it does nothing. */
  take(orderId: string, ingredients: readonly Ingredient[]): Promise<void>
}
