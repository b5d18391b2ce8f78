import { isPolluted } from '../validation/is-polluted.js'

/**
 * How many members an object of JSON has: a serialiser that knows of so many has seen them all. It cannot tell where all
 * objects were given some.
 */
export const members = (object: object): number => {
  if (isPolluted()) return Number.NaN
  let count = 0
  for (const _ in object) count++
  return count
}
