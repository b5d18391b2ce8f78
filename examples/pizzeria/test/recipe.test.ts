import { expect, test } from 'vitest'
import { ingredientsOf } from '../src/inventory/recipe.js'
import { euros } from '../src/money/money.js'

test('an order takes what all its pizzas take, by size and number', () => {
  const price = euros('10.00')
  expect(
    ingredientsOf([
      { pizza: 'Margherita', size: 'large', quantity: 1, price },
      { pizza: 'Diavola', size: 'medium', quantity: 2, price },
    ]),
  ).toEqual([
    { name: 'basil', grams: 7 },
    { name: 'dough', grams: 850 },
    { name: 'mozzarella', grams: 408 },
    { name: 'salami', grams: 120 },
    { name: 'tomatoes', grams: 272 },
  ])
})
