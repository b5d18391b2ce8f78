import type { Type } from '@tidings/templates'
import { flattenType, type TypeOfName } from './flatten-type.js'

/** Whether one type may stand where another is expected. */
export interface Assignment {
  readonly part: Type
  readonly partTypes: TypeOfName
  readonly whole: Type
  readonly wholeTypes: TypeOfName
  /** Who reads also needs what an index signature promises; who makes a value writes a literal, which has it anyway. */
  readonly use: 'read' | 'make'
}

/** So many pairs of types are looked at; what is larger is not said to break. */
const mostSteps = 20_000

/** Whether TypeScript lets a value of one type stand where another is expected, the types being of two contracts. */
export function isAssignable({ part, partTypes, whole, wholeTypes, use }: Assignment): boolean {
  let steps = 0
  return fitsWithin(part, whole, new Set())

  function fitsWithin(one: Type, other: Type, assumed: ReadonlySet<string>): boolean {
    if (++steps > mostSteps) return true
    if (one.is !== 'reference' && other.is !== 'reference')
      return isFit(one, other, (a, b) => fitsWithin(a, b, assumed))
    const pair = JSON.stringify([one, other])
    if (assumed.has(pair)) return true
    const within = new Set([...assumed, pair])
    return isFit(one, other, (a, b) => fitsWithin(a, b, within))
  }

  function isFit(one: Type, other: Type, fits: Fits): boolean {
    return isFlatFit(flattenType(one, partTypes), flattenType(other, wholeTypes), fits, use)
  }
}

function isFlatFit(from: Type, to: Type, fits: Fits, use: Assignment['use']): boolean {
  if (to.is === 'unknown' || from.is === 'never') return true
  if (from.is === 'union') return from.members.every((member) => fits(member, to))
  if (to.is === 'intersection') return to.members.every((member) => fits(from, member))
  if (from.is === 'boolean' && to.is === 'union') {
    return to.members.some((member) => fits(from, member)) || [true, false].every((value) => fits(literal(value), to))
  }
  if (to.is === 'union') return to.members.some((member) => fits(from, member))
  if (from.is === 'intersection') return from.members.some((member) => fits(member, to))
  if (from.is === 'literal') return to.is === 'literal' ? to.value === from.value : to.is === typeof from.value
  if (from.is === 'array' && to.is === 'array') return fits(from.items, to.items)
  if (from.is === 'tuple') return isTupleAssignable(from, to, fits)
  if (from.is === 'object' && to.is === 'object') return isObjectAssignable(from, to, fits, use)
  return from.is === to.is && from.is !== 'array'
}

type Fits = (a: Type, b: Type) => boolean

const literal = (value: boolean): Type => ({ is: 'literal', value })

function isTupleAssignable(from: Type & { is: 'tuple' }, to: Type, fits: Fits): boolean {
  const items = [...from.elements, ...(from.rest === undefined ? [] : [from.rest])]
  if (to.is === 'array') return items.every((item) => fits(item, to.items))
  if (to.is !== 'tuple' || from.required < to.required) return false
  if (to.rest === undefined && (from.rest !== undefined || from.elements.length > to.elements.length)) return false
  return items.every((item, at) => {
    const expected = at < from.elements.length ? (to.elements[at] ?? to.rest) : to.rest
    return expected !== undefined && fits(item, expected)
  })
}

function isObjectAssignable(
  from: Type & { is: 'object' },
  to: Type & { is: 'object' },
  fits: Fits,
  use: Assignment['use'],
): boolean {
  const members = new Map(from.members.map((member) => [member.name, member]))
  const areMembersThere = to.members.every(({ name, type, optional }) => {
    const given = members.get(name)
    return given === undefined ? optional : (optional || !given.optional) && fits(given.type, type)
  })
  if (!areMembersThere) return false
  // A signature of `never` only says that nothing else is there.
  return to.signatures.every(({ key, type }) => {
    if (use === 'read' && type.is === 'never') return true
    const same = from.signatures.find((signature) => JSON.stringify(signature.key) === JSON.stringify(key))
    return same === undefined ? use === 'make' : fits(same.type, type)
  })
}
