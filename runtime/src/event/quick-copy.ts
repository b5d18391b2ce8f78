import { isPolluted } from '../validation/is-polluted.js'
import { isExact } from './is-exact.js'

/**
 * What `ownCopy` makes of a value in which nothing is out of the ordinary, in half the time; `undefined` for whatever
 * else. It keeps no path and no parents: a cycle is deeper than anything.
 */
export const quickCopy = (value: unknown, deepest: number): unknown => (isPolluted() ? undefined : copy(value, deepest))

const copy = (value: unknown, deepest: number): unknown => {
  if (typeof value === 'number') return isExact(value) ? value : undefined
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || deepest === 0) return undefined
  return Array.isArray(value) ? copyItems(value, deepest - 1) : copyMembers(value, deepest - 1)
}

const copyItems = (items: readonly unknown[], deepest: number): readonly unknown[] | undefined => {
  const own: unknown[] = []
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    const copied = typeof item === 'string' ? item : copy(item, deepest)
    if (copied === undefined) return undefined
    own.push(copied)
  }
  return Object.freeze(own)
}

/**
 * Member by member from an empty object, so that copies of one form share what V8 knows of it once they are frozen:
 * frozen copies made by a spread share nothing, and are slow to make, to judge, to read and to write.
 */
const copyMembers = (object: object, deepest: number): object | undefined => {
  if (Object.getPrototypeOf(object) !== Object.prototype || Object.getOwnPropertySymbols(object).length > 0) {
    return undefined
  }
  const own: Record<string, unknown> = {}
  for (const name in object) {
    const member = (object as Record<string, unknown>)[name]
    const copied = typeof member === 'string' ? member : copy(member, deepest)
    // An assignment would make of __proto__ something else than a member.
    if (copied === undefined || name === '__proto__') return undefined
    own[name] = copied
  }
  return Object.freeze(own)
}
