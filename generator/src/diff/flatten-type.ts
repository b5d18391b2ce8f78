import type { Type } from '@tidings/templates'

/** The type of a named schema of one contract. */
export type TypeOfName = (name: string) => Type

type ObjectType = Type & { readonly is: 'object' }

/** More alternatives than this are left as they are. */
const mostAlternatives = 200

/**
 * A type as TypeScript compares it: at the end of its references, alternatives outside of what they are joined with, and
 * objects that are joined as one.
 */
export function flattenType(type: Type, typeOfName: TypeOfName, within: ReadonlySet<string> = new Set()): Type {
  const flatten = (inner: Type) => flattenType(inner, typeOfName, within)
  if (type.is === 'reference') {
    // A base that names its sub-types, which name the base, says nothing new the second time.
    if (within.has(type.name)) return { is: 'unknown' }
    return flattenType(typeOfName(type.name), typeOfName, new Set([...within, type.name]))
  }
  if (type.is !== 'intersection') return type
  const members = type.members
    .map(flatten)
    .flatMap((member) => (member.is === 'intersection' ? member.members : [member]))
  const union = members.find((member) => member.is === 'union')
  if (union?.is === 'union' && union.members.length <= mostAlternatives) {
    const others = members.filter((member) => member !== union)
    return {
      is: 'union',
      members: union.members.map((one) => flatten({ is: 'intersection', members: [one, ...others] })),
    }
  }
  const known = members.filter(({ is }) => is !== 'unknown')
  return known.every((member) => member.is === 'object')
    ? known.reduce(joined, nothing)
    : { is: 'intersection', members: known }
}

const nothing: ObjectType = { is: 'object', members: [], signatures: [] }

function joined(one: ObjectType, other: ObjectType): ObjectType {
  const members = new Map(one.members.map((member) => [member.name, member]))
  for (const member of other.members) {
    const same = members.get(member.name)
    if (same === undefined) members.set(member.name, member)
    else {
      const type = typesOf(same.type, member.type)
      members.set(member.name, { name: member.name, optional: member.optional && same.optional, type })
    }
  }
  return { is: 'object', members: [...members.values()], signatures: [...one.signatures, ...other.signatures] }
}

const typesOf = (one: Type, other: Type): Type =>
  JSON.stringify(one) === JSON.stringify(other) ? one : { is: 'intersection', members: [one, other] }
