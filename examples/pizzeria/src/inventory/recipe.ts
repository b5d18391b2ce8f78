import type { Ingredient, OrderItem } from '@mario/pizzeria-events'

/** What an order takes from the store room, sorted by name. */
export function ingredientsOf(items: readonly OrderItem[]): Ingredient[] {
  const grams = new Map<string, number>()
  for (const { pizza, size, quantity } of items) {
    for (const [name, amount] of Object.entries({ ...basics, ...toppings[pizza] })) {
      grams.set(name, (grams.get(name) ?? 0) + Math.round(amount * factors[size]) * quantity)
    }
  }
  return [...grams].map(([name, amount]) => ({ name, grams: amount })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

const basics = { dough: 250, mozzarella: 120, tomatoes: 80 }

const toppings: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Margherita: { basil: 5 },
  Diavola: { salami: 60 },
}

const factors = { small: 0.8, medium: 1, large: 1.4 }
