import { pointerTo } from './pointer.js'
import { quickCopy } from './quick-copy.js'

/** Tells what is wrong with a value, and at which JSON pointer. */
export type Report = (pointer: string, message: string, keyword: string) => void

/**
 * A deep, frozen copy of a JSON value: what is returned shares nothing with what was given. What JSON could not
 * carry, or not exactly, is reported with its pointer; the copy is then of no use.
 */
export const ownCopy = (value: unknown, report: Report): unknown =>
  quickCopy(value, maxDepth) ?? copy(value, { path: [], parents: [], report })

interface Walk {
  readonly path: (string | number)[]
  readonly parents: object[]
  readonly report: Report
}

/** Deeper than anybody means, and shallow enough for every recursion that follows, validators included. */
export const maxDepth = 500

const copy = (value: unknown, walk: Walk): unknown => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return copyNumber(value, walk)
    case 'object':
      if (value === null) return null
      if (walk.parents.length >= maxDepth) return refuse(walk, `expected at most ${maxDepth} levels but received more`)
      if (walk.parents.includes(value)) return refuse(walk, 'expected a tree but received a cycle')
      return Array.isArray(value) ? copyArray(value, walk) : copyObject(value, walk)
    case 'undefined':
      return refuse(
        walk,
        `expected a JSON value but received undefined${walk.path.length > 0 ? '; leave the member out' : ''}`,
      )
    default:
      return refuse(walk, `expected a JSON value but received a ${typeof value}`)
  }
}

const copyNumber = (value: number, walk: Walk) => {
  if (!Number.isFinite(value)) return refuse(walk, `expected a finite number but received ${value}`)
  // From 1e21 on, JavaScript writes an exponent, and nobody takes the number for an exact integer.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) {
    return refuse(walk, `expected an integer within ±(2^53 - 1) but received ${value}; use a string`)
  }
  return value === 0 ? 0 : value
}

const copyArray = (items: readonly unknown[], walk: Walk) => {
  const own: unknown[] = []
  walk.parents.push(items)
  for (let index = 0; index < items.length; index++) {
    own.push(copyItem(items, index, walk))
  }
  walk.parents.pop()
  return Object.freeze(own)
}

const copyItem = (items: readonly unknown[], index: number, walk: Walk) => {
  walk.path.push(index)
  const own = index in items ? copy(items[index], walk) : refuse(walk, 'expected an item but received a hole')
  walk.path.pop()
  return own
}

const copyObject = (object: object, walk: Walk) => {
  const prototype: unknown = Object.getPrototypeOf(object)
  // The root prototype of any realm will do: it is the one that has none itself.
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
    return refuse(walk, `expected a plain object but received a ${nameOf(object)}`)
  }
  if (Object.getOwnPropertySymbols(object).length > 0) refuse(walk, 'expected names but received a symbol as one')
  const own: Record<string, unknown> = {}
  walk.parents.push(object)
  for (const name in object) {
    if (!hasOwn.call(object, name)) continue
    const value: unknown = (object as Record<string, unknown>)[name]
    const copied = copyMember(value, name, walk)
    if (name === '__proto__') Object.defineProperty(own, name, { value: copied, enumerable: true })
    else own[name] = copied
  }
  walk.parents.pop()
  return Object.freeze(own)
}

const copyMember = (value: unknown, name: string, walk: Walk): unknown => {
  walk.path.push(name)
  const own = copy(value, walk)
  walk.path.pop()
  return own
}

const refuse = (walk: Walk, message: string) => {
  walk.report(pointerTo(walk.path), `Invalid value: ${message}`, 'json')
  return null
}

const nameOf = (object: object): string => {
  const name: unknown = object.constructor?.name
  return typeof name === 'string' && name !== '' ? name : 'class instance'
}

const hasOwn = Object.prototype.hasOwnProperty
