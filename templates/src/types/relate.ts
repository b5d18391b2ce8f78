import { isKeyOf } from './index-key.js'
import { everyKind, type JsonKind } from './json-kind.js'
import { keyOf, type ObjectType, type Type } from './type.js'

/** The type of a named schema. `undefined` while it is being read: then nothing is known of it. */
export type Resolve = (name: string) => Type | undefined

/** The kinds of JSON value that a type admits. */
export function kindsOfType(type: Type, resolve: Resolve): readonly JsonKind[] {
  switch (type.is) {
    case 'unknown':
      return everyKind
    case 'never':
    case 'undefined':
      return []
    case 'literal':
      return [typeof type.value as JsonKind]
    case 'tuple':
      return ['array']
    case 'reference': {
      const target = resolve(type.name)
      return target === undefined ? everyKind : kindsOfType(target, resolve)
    }
    case 'union':
      return everyKind.filter((kind) => type.members.some((member) => kindsOfType(member, resolve).includes(kind)))
    case 'intersection':
      return everyKind.filter((kind) => type.members.every((member) => kindsOfType(member, resolve).includes(kind)))
    default:
      return [type.is]
  }
}

/** Whether no JSON value is of both types; `false` where that is not certain. */
export function areDisjoint(one: Type, other: Type, resolve: Resolve, depth = 0): boolean {
  if (depth > 20) return false
  const apart = (a: Type, b: Type) => areDisjoint(a, b, resolve, depth + 1)
  if (one.is === 'never' || other.is === 'never') return true
  if (one.is === 'unknown' || other.is === 'unknown') return false
  if (one.is === 'union') return one.members.every((member) => apart(member, other))
  if (other.is === 'union') return other.members.every((member) => apart(one, member))
  if (one.is === 'intersection') return one.members.some((member) => apart(member, other))
  if (other.is === 'intersection') return other.members.some((member) => apart(one, member))
  if (one.is === 'reference' || other.is === 'reference') return apartBehindNames(one, other, resolve, apart)
  if (one.is === 'literal' && other.is === 'literal') return one.value !== other.value
  const kinds = kindsOfType(other, resolve)
  if (!kindsOfType(one, resolve).some((kind) => kinds.includes(kind))) return true
  if (one.is === 'object' && other.is === 'object')
    return demandsAgainst(one, other, apart) || demandsAgainst(other, one, apart)
  if (one.is === 'tuple' && other.is === 'tuple') return tuplesApart(one, other, apart)
  return false
}

function apartBehindNames(one: Type, other: Type, resolve: Resolve, apart: (a: Type, b: Type) => boolean): boolean {
  if (keyOf(one) === keyOf(other)) return false
  const [a, b] = [one, other].map((type) => (type.is === 'reference' ? resolve(type.name) : type))
  return a !== undefined && b !== undefined && apart(a, b)
}

/** Whether `one` requires a member that `other` cannot have. */
function demandsAgainst(one: ObjectType, other: ObjectType, apart: (a: Type, b: Type) => boolean): boolean {
  return one.members.some((member) => {
    if (member.optional) return false
    const declared = other.members.find(({ name }) => name === member.name)
    const signatures = other.signatures.filter(({ key }) => isKeyOf(key, member.name))
    return [...(declared ? [declared.type] : []), ...signatures.map(({ type }) => type)].some((type) =>
      apart(member.type, type),
    )
  })
}

function tuplesApart(
  one: Type & { is: 'tuple' },
  other: Type & { is: 'tuple' },
  apart: (a: Type, b: Type) => boolean,
): boolean {
  const both = Math.min(one.required, other.required)
  return one.elements.slice(0, both).some((element, at) => apart(element, other.elements[at] ?? other.rest ?? element))
}

/** Whether every value of `part` is one of `whole`, and TypeScript knows it; `false` where that is not certain. */
export function isSubtype(part: Type, whole: Type): boolean {
  if (whole.is === 'unknown' || part.is === 'never' || keyOf(part) === keyOf(whole)) return true
  if (part.is === 'union') return part.members.every((member) => isSubtype(member, whole))
  if (whole.is === 'union') return whole.members.some((member) => isSubtype(part, member))
  if (whole.is === 'intersection') return whole.members.every((member) => isSubtype(part, member))
  if (part.is === 'intersection') return part.members.some((member) => isSubtype(member, whole))
  if (part.is === 'literal') return whole.is === typeof part.value
  if (part.is === 'array' && whole.is === 'array') return isSubtype(part.items, whole.items)
  return false
}
