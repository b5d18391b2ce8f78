import type { Schema, SchemaMap, SchemaObject } from '@tidings/contract'
import { patternOf } from '../validator/pattern.js'
import { type IndexKey, isKeyOf, isPartOf } from './index-key.js'
import type { Place, Reader } from './reader.js'
import { isSubtype } from './relate.js'
import { anyKey, type IndexSignature, isAnyKey, type Member, type Type, unknownType } from './type.js'
import { unite } from './unite.js'

/** What `patternProperties` says of one pattern. */
export interface Pattern {
  readonly pattern: string
  readonly index: IndexKey | undefined
  readonly type: Type
  readonly schema: Schema
}

export const isMatch = (pattern: string, name: string): boolean => patternOf(pattern)?.test(name) ?? false

/** What index signatures are made of, and must agree with. */
export interface ObjectParts {
  readonly additional: Schema | undefined
  readonly properties: SchemaMap
  readonly members: readonly Member[]
  readonly patterns: readonly Pattern[]
  /** Of the properties that are neither declared nor match a pattern. */
  readonly rest: Type
  readonly place: Place
  readonly reader: Reader
}

type Signature = Omit<IndexSignature, 'optional'>

/** The index signatures of an object: those of patterns that TypeScript can say, and of additional properties. */
export function readSignatures(parts: ObjectParts): readonly Signature[] {
  const { additional, rest, members } = parts
  const open = rest.is === 'unknown'
  const { said, unsaid } = splitPatterns(parts)
  const signatures = said.map(({ key, type }) => ({ key, type }))
  const saysAll = said.some(({ key, exact }) => exact && isAnyKey({ key }))
  if (members.length === 0 && !open && unsaid.length > 0) return asRecord(parts)
  notePatterns(said, unsaid, parts)
  if (open) return additional === undefined ? signatures : withAnyKey(signatures, rest)
  if (rest.is === 'never') {
    if (members.length === 0 && said.length === 0) return withAnyKey(signatures, rest)
    if (!saysAll) noteAdditional(parts)
    return signatures
  }
  if (members.length === 0) return withAnyKey(signatures, rest)
  if (unsaid.length === 0 && members.every(({ type }) => isSubtype(type, rest))) return withAnyKey(signatures, rest)
  if (!saysAll) noteAdditional(parts, required(parts))
  return withAnyKey(signatures, unknownType)
}

/** Required properties that are not declared still have the type of the additional ones. */
function required({ members, patterns, additional = true, properties }: ObjectParts): SchemaObject | undefined {
  const names = members
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(properties, name) && !patterns.some(({ pattern }) => isMatch(pattern, name)))
  return names.length === 0 ? undefined : { properties: Object.fromEntries(names.map((name) => [name, additional])) }
}

const withAnyKey = (said: readonly Signature[], type: Type): readonly Signature[] =>
  said.some(isAnyKey) ? said : [...said, { key: anyKey, type }]

type SaidPattern = Pattern & IndexKey

/** Patterns that an index signature can say, beside one for all other keys; and the others. */
function splitPatterns({ patterns, rest, members }: ObjectParts): { said: SaidPattern[]; unsaid: Pattern[] } {
  const said: SaidPattern[] = []
  const unsaid: Pattern[] = []
  for (const pattern of patterns) {
    const { index, type } = pattern
    const holds = members.every(
      (member) => index === undefined || !isKeyOf(index.key, member.name) || isSubtype(member.type, type),
    )
    const fits = holds && (rest.is === 'never' || isSubtype(type, rest))
    if (index !== undefined && fits && said.every((other) => agree({ ...pattern, ...index }, other))) {
      said.push({ ...pattern, ...index })
    } else unsaid.push(pattern)
  }
  return { said, unsaid }
}

/** Of two signatures the one with fewer keys must say no less: TypeScript refuses others. */
const agree = (one: SaidPattern, other: SaidPattern): boolean =>
  (!isPartOf(one.key, other.key) || isSubtype(one.type, other.type)) &&
  (!isPartOf(other.key, one.key) || isSubtype(other.type, one.type))

/** `Record<string, T>` of whatever a property may be. */
function asRecord(parts: ObjectParts): readonly Signature[] {
  const { patterns, rest, additional = true } = parts
  notePatterns([], patterns, parts)
  noteAdditional(parts, {
    additionalProperties: {
      anyOf: [additional, ...patterns.map((pattern) => pattern.schema)],
    },
  })
  return [{ key: anyKey, type: unite([rest, ...patterns.map(({ type }) => type)]) }]
}

function notePatterns(
  said: readonly SaidPattern[],
  unsaid: readonly Pattern[],
  { place, reader, members }: ObjectParts,
): void {
  const loosened = said.filter(({ exact }) => !exact)
  const left = [...unsaid, ...loosened].map(({ pattern }) => pattern)
  if (left.length === 0) return
  const declared = unsaid.flatMap(({ pattern, schema }) =>
    members.filter(({ name }) => isMatch(pattern, name)).map(({ name }) => ({ properties: { [name]: schema } })),
  )
  const patternProperties = Object.fromEntries(said.map(({ exactly, schema }) => [exactly, schema]))
  reader.note(place, {
    keyword: 'patternProperties',
    message: `left to the validator: which properties match ${left.join(' and ')}`,
    instead: { patternProperties, ...(declared.length > 0 ? { allOf: declared } : {}) },
  })
}

function noteAdditional({ rest, place, reader }: ObjectParts, instead?: SchemaObject): void {
  const message =
    rest.is === 'never'
      ? 'TypeScript takes undeclared properties of a value; it refuses them in a literal alone'
      : 'an index signature must hold the declared properties, too, and so says less of the others'
  reader.note(place, { keyword: 'additionalProperties', message, ...(instead === undefined ? {} : { instead }) })
}
