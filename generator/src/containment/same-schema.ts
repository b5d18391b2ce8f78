import type { Schema, SchemaObject } from '@tidings/contract'
import { equal } from '@tidings/runtime/sdk/v1'
import { isAnnotation } from './claim.js'
import { identityOf, type Located, resolve } from './scope.js'

/** Whether two schemas say the same, keyword by keyword, wherever they stand and whatever they are called. */
export type SameSchema = (one: Located, other: Located) => boolean

type Pair = readonly [Located, Located]

interface Waiting {
  readonly pair: Pair
  /** The pairs that differ when this one does. */
  readonly within: Waiting | undefined
}

/**
 * Schemas may refer to themselves: two are the same unless a difference is found. What was found is known from then
 * on, so that asking at each depth of a deep schema costs no more than asking once.
 */
export function createSameSchema(): SameSchema {
  const known = new Map<string, boolean>()
  return (one, other) => {
    const assumed = new Set<string>()
    const waiting: Waiting[] = [{ pair: [one, other], within: undefined }]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const key = keyOf(next.pair)
      if (key === undefined || assumed.has(key) || known.get(key) === true) continue
      assumed.add(key)
      const inner = known.get(key) === false ? undefined : pairsWithin(...next.pair)
      if (inner === undefined) {
        for (let at: Waiting | undefined = next; at !== undefined; at = at.within)
          known.set(keyOf(at.pair) ?? '', false)
        return false
      }
      for (const pair of inner) waiting.push({ pair, within: next })
    }
    for (const key of assumed) known.set(key, true)
    return true
  }
}

/** Nothing where both are one schema. */
function keyOf([one, other]: Pair): string | undefined {
  const [left, right] = [identityOf(resolve(one)), identityOf(resolve(other))]
  return left === right ? undefined : `${left} ${right}`
}

/** The pairs that have to be the same for two schemas to be; nothing where they differ at once. */
function pairsWithin(one: Located, other: Located): readonly Pair[] | undefined {
  const [left, right] = [resolve(one), resolve(other)]
  const [ours, theirs] = [keywordsOf(left.schema), keywordsOf(right.schema)]
  if (ours === undefined || theirs === undefined || ours.size !== theirs.size) return undefined
  const pairs: Pair[] = []
  for (const [keyword, value] of ours) {
    const counterpart = theirs.get(keyword)
    if (counterpart === undefined || !differOnlyWithin(value, counterpart, kinds.get(keyword), inPair)) return undefined
  }
  return pairs

  function inPair(ours: unknown, theirs: unknown): boolean {
    pairs.push([
      { schema: ours as Schema, scope: left.scope },
      { schema: theirs as Schema, scope: right.scope },
    ])
    return true
  }
}

type Compare = (one: unknown, other: unknown) => boolean

function differOnlyWithin(one: unknown, other: unknown, kind: Kind | undefined, inPair: Compare): boolean {
  const both = Array.isArray(one) && Array.isArray(other)
  switch (kind) {
    case undefined:
      return equal(one, other)
    case 'set':
      return isSameSet(one, other)
    case 'schema':
      if (!both) return !Array.isArray(one) && !Array.isArray(other) && inPair(one, other)
      return one.length === other.length && one.every((schema, index) => inPair(schema, other[index]))
    case 'schemas': {
      if (!both || one.length !== other.length) return false
      const theirs = ordered(other)
      return ordered(one).every((schema, index) => inPair(schema, theirs[index]))
    }
    case 'map': {
      const [ours, theirs] = [Object.entries(one as object), other as object]
      const compare = (value: unknown, name: string) =>
        differOnlyWithin(value, Reflect.get(theirs, name), Array.isArray(value) ? 'set' : 'schema', inPair)
      return (
        ours.length === Object.keys(theirs).length &&
        ours.every(([name, value]) => Object.hasOwn(theirs, name) && compare(value, name))
      )
    }
  }
}

const orders = new WeakMap<readonly unknown[], readonly unknown[]>()

/** In an order that does not depend on how they were written down. */
function ordered(schemas: readonly unknown[]): readonly unknown[] {
  const known = orders.get(schemas)
  if (known !== undefined) return known
  const texts = schemas.map((schema) => [JSON.stringify(schema), schema] as const)
  const sorted = texts.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, schema]) => schema)
  orders.set(schemas, sorted)
  return sorted
}

const keywordsOf = (schema: Schema) =>
  typeof schema === 'boolean' ? undefined : new Map(Object.entries(schema).filter(([key]) => !isAnnotation(key)))

type Kind = 'schema' | 'schemas' | 'map' | 'set'

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...ofKind('map', 'properties', 'patternProperties', 'dependencies'),
  ...ofKind('set', 'required', 'enum', 'type'),
  ...ofKind('schema', 'items', 'additionalItems', 'contains', 'additionalProperties', 'propertyNames'),
  ...ofKind('schema', 'not', 'if', 'then', 'else'),
  ...ofKind('schemas', 'allOf', 'anyOf', 'oneOf'),
])

function ofKind(kind: Kind, ...keywords: readonly (keyof SchemaObject)[]): [string, Kind][] {
  return keywords.map((keyword) => [keyword, kind])
}

function isSameSet(one: unknown, other: unknown): boolean {
  const texts = (value: unknown) => new Set([value].flat().map((item) => JSON.stringify(item)))
  const [left, right] = [texts(one), texts(other)]
  return left.size === right.size && [...left].every((text) => right.has(text))
}
