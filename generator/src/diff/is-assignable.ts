import type { Type } from '@tidings/templates'

/** The type of a named schema of one contract. */
export type Side = (name: string) => Type

/** A type at the end of its references. */
export function resolved(type: Type, side: Side): Type {
  let at = type
  for (let hops = 0; at.is === 'reference' && hops < 100; hops++) at = side(at.name)
  return at
}

/**
 * Whether TypeScript lets a value of one type stand where another is expected, the types being of two contracts.
 * Who reads also needs what an index signature promises; who makes a value writes a literal, which has it anyway.
 */
export function isAssignable(
  part: Type,
  partSide: Side,
  whole: Type,
  wholeSide: Side,
  use: 'read' | 'make',
  assumed: ReadonlySet<string> = new Set(),
): boolean {
  let within = assumed
  if (part.is === 'reference' || whole.is === 'reference') {
    const pair = JSON.stringify([part, whole])
    if (assumed.has(pair)) return true
    within = new Set([...assumed, pair])
  }
  const [from, to] = [resolved(part, partSide), resolved(whole, wholeSide)]
  const fits = (a: Type, b: Type) => isAssignable(a, partSide, b, wholeSide, use, within)
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
  use: 'read' | 'make',
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
