import { isPolluted } from '../validation/is-polluted.js'
import { isExact } from './is-exact.js'
import { maxDepth } from './own-copy.js'

/**
 * Freezes what `JSON.parse` has just made and nobody else has, so that it is as `ownCopy` would have copied it. `false`
 * where that would report something, or a number may have had other digits in the text.
 */
export const ownParsed = (value: unknown): boolean => !isPolluted() && own(value, 0)

/** Most of most data is text, which its parent sees to by itself: a call for each would cost as much as the rest. */
const own = (value: unknown, depth: number): boolean => {
  if (typeof value === 'number') return isExact(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth || !(Array.isArray(value) ? ownItems(value, depth) : ownMembers(value, depth))) return false
  Object.freeze(value)
  return true
}

const ownItems = (items: readonly unknown[], depth: number): boolean => {
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (typeof item !== 'string' && !own(item, depth + 1)) return false
  }
  return true
}

/** `for … in`, which is quicker than `Object.keys`. */
const ownMembers = (object: object, depth: number): boolean => {
  for (const name in object) {
    const member = (object as Record<string, unknown>)[name]
    if (typeof member !== 'string' && !own(member, depth + 1)) return false
  }
  return true
}
