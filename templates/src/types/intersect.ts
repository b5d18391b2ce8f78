import { isKeyOf, isPartOf } from './index-key.js'
import { areDisjoint, isSubtype, type Resolve } from './relate.js'
import {
  alternativesOf,
  type IndexSignature,
  type IntersectionType,
  keyOf,
  type Member,
  neverType,
  type ObjectType,
  type TupleType,
  type Type,
  unknownType,
} from './type.js'
import { unite } from './unite.js'

/** The intersection of types, merged where one type says exactly the same. */
export function intersect(types: readonly Type[], resolve: Resolve): Type {
  return types.reduce((all, type) => meet(all, type, resolve), unknownType)
}

function meet(one: Type, other: Type, resolve: Resolve): Type {
  if (one.is === 'unknown' || other.is === 'never') return other
  if (other.is === 'unknown' || one.is === 'never' || keyOf(one) === keyOf(other)) return one
  const ones = alternativesOf(one).filter((a) => !areDisjoint(a, other, resolve))
  const others = alternativesOf(other).filter((b) => !areDisjoint(b, one, resolve))
  if (!isProductWorse(ones, others)) return unite(ones.flatMap((a) => others.map((b) => meetTwo(a, b, resolve))))
  const plain = ones.flatMap((a) =>
    others.map((b) => (isObjectLike(a) && isObjectLike(b) ? neverType : meetTwo(a, b, resolve))),
  )
  return unite([...plain, both(unite(ones.filter(isObjectLike)), unite(others.filter(isObjectLike)), resolve)])
}

/** An intersection reads better than a product of objects; but TypeScript reads index signatures in one carelessly. */
function isProductWorse(ones: readonly Type[], others: readonly Type[]): boolean {
  const [a, b] = [ones.filter(isObjectLike), others.filter(isObjectLike)]
  if (a.length + b.length < 3 || a.length === 0 || b.length === 0) return false
  const hasSignatures = [...a, ...b].some((type) => type.is === 'object' && type.signatures.length > 0)
  return !hasSignatures || a.length * b.length > mostAlternatives
}

const mostAlternatives = 16

const isObjectLike = ({ is }: Type) => is === 'object' || is === 'reference' || is === 'intersection'

/** Neither is a union. */
function meetTwo(one: Type, other: Type, resolve: Resolve): Type {
  if (areDisjoint(one, other, resolve)) return neverType
  if (isSubtype(one, other)) return one
  if (isSubtype(other, one)) return other
  if (one.is === 'object' && other.is === 'object') return mergeObjects(one, other, resolve)
  if (isUnknown(one, resolve)) return other
  if (isUnknown(other, resolve)) return one
  if (isArray(one) && isArray(other)) return meetTuples(asTuple(one), asTuple(other), resolve)
  return both(one, other, resolve)
}

/** A name for anything says nothing here. */
const isUnknown = (type: Type, resolve: Resolve) => type.is === 'reference' && resolve(type.name)?.is === 'unknown'

/** An intersection as it prints: names first, then what is said here, objects as one. */
function both(one: Type, other: Type, resolve: Resolve): Type {
  const parts = [one, other].flatMap((type) => (type.is === 'intersection' ? type.members : [type]))
  const objects = parts.filter((part) => part.is === 'object')
  const rest = parts.filter((part) => part.is !== 'object')
  const merged = objects.length > 0 ? [objects.reduce((all, object) => mergeObjects(all, object, resolve))] : []
  const said = rest.filter((part, at) => rest.findIndex((before) => keyOf(before) === keyOf(part)) === at)
  const useful = merged.filter(
    (object) => !saysOnlyObject(object) || !said.some((part) => isSurelyObject(part, resolve)),
  )
  const members = [
    ...said.filter(({ is }) => is === 'reference'),
    ...useful,
    ...said.filter(({ is }) => is !== 'reference'),
  ]
  const [first = unknownType] = members
  return members.length > 1 ? ({ is: 'intersection', members } satisfies IntersectionType) : first
}

const saysOnlyObject = (type: ObjectType) => type.members.length === 0 && type.signatures.length === 0

function isSurelyObject(type: Type, resolve: Resolve, depth = 0): boolean {
  if (depth > 20) return false
  if (type.is === 'object') return true
  if (type.is === 'union') return type.members.every((member) => isSurelyObject(member, resolve, depth + 1))
  if (type.is === 'intersection') return type.members.some((member) => isSurelyObject(member, resolve, depth + 1))
  const target = type.is === 'reference' ? resolve(type.name) : undefined
  return target !== undefined && isSurelyObject(target, resolve, depth + 1)
}

/** One object that says what both say: a signature of one holds for the members of the other too. */
export function mergeObjects(one: ObjectType, other: ObjectType, resolve: Resolve): ObjectType {
  const members = new Map(one.members.map((member) => [member.name, withSignatures(member, other, resolve)]))
  for (const member of other.members) {
    const before = members.get(member.name)
    const added = withSignatures(member, one, resolve)
    members.set(member.name, before === undefined ? added : mergeMembers(before, added, resolve))
  }
  return {
    is: 'object',
    members: [...members.values()],
    signatures: mergeSignatures(one, other, [...members.values()], resolve),
  }
}

function withSignatures(member: Member, { signatures }: ObjectType, resolve: Resolve): Member {
  const applying = signatures.filter(({ key }) => isKeyOf(key, member.name)).map(({ type }) => type)
  return applying.length === 0 ? member : { ...member, type: intersect([member.type, ...applying], resolve) }
}

function mergeMembers(one: Member, other: Member, resolve: Resolve): Member {
  const schema = one.schema ?? other.schema
  return {
    name: one.name,
    type: intersect([one.type, other.type], resolve),
    optional: one.optional && other.optional,
    ...(schema === undefined ? {} : { schema }),
  }
}

function mergeSignatures(
  one: ObjectType,
  other: ObjectType,
  members: readonly Member[],
  resolve: Resolve,
): readonly IndexSignature[] {
  const narrowed = [
    ...one.signatures.map((signature) => narrow(signature, other, resolve)),
    ...other.signatures.map((signature) => narrow(signature, one, resolve)),
  ]
  const distinct = new Map(narrowed.map((signature) => [JSON.stringify(signature.key), signature]))
  return [...distinct.values()].map((signature) => ({ ...signature, optional: holdsOptional(signature, members) }))
}

/** A signature whose keys another object's signatures speak of, too. */
function narrow(signature: IndexSignature, { signatures }: ObjectType, resolve: Resolve): IndexSignature {
  const wider = signatures.filter(({ key }) => isPartOf(signature.key, key))
  return { ...signature, type: intersect([signature.type, ...wider.map(({ type }) => type)], resolve) }
}

/** Whether a signature speaks of an optional member, and so must admit `undefined`. */
export const holdsOptional = (
  { key, type }: Pick<IndexSignature, 'key' | 'type'>,
  members: readonly Member[],
): boolean => type.is !== 'unknown' && members.some(({ name, optional }) => optional && isKeyOf(key, name))

const isArray = (type: Type): type is Extract<Type, { is: 'array' | 'tuple' }> =>
  type.is === 'array' || type.is === 'tuple'

const asTuple = (type: Extract<Type, { is: 'array' | 'tuple' }>): TupleType =>
  type.is === 'tuple' ? type : { is: 'tuple', elements: [], required: 0, rest: type.items }

function meetTuples(one: TupleType, other: TupleType, resolve: Resolve): Type {
  const length = Math.max(one.elements.length, other.elements.length)
  const elements = Array.from({ length }, (_, at) =>
    intersect(
      [one, other].map((tuple) => tuple.elements[at] ?? tuple.rest ?? neverType),
      resolve,
    ),
  )
  const rest = intersect([one.rest ?? neverType, other.rest ?? neverType], resolve)
  return tupleOf(elements, Math.max(one.required, other.required), rest)
}

/** A tuple ends before the first element that cannot be. */
export function tupleOf(elements: readonly Type[], required: number, rest: Type): Type {
  const end = elements.findIndex(({ is }) => is === 'never')
  const kept = end < 0 ? elements : elements.slice(0, end)
  const open = end < 0 && rest.is !== 'never'
  if (required > kept.length) return open ? { is: 'tuple', elements: kept, required: kept.length, rest } : neverType
  if (open && kept.length === 0) return { is: 'array', items: rest }
  return { is: 'tuple', elements: kept, required, ...(open ? { rest } : {}) }
}
