import type { Schema, SchemaObject } from '@tidings/contract'
import { equal } from '@tidings/runtime/sdk/v1'
import { isAnnotation } from './claim.js'
import { identityOf, type Located, resolve } from './scope.js'

/** Whether two schemas say the same, keyword by keyword, wherever they stand and whatever they are called. */
export type SameSchema = (one: Located, other: Located) => boolean

type Pair = readonly [Located, Located]

/**
 * Schemas may refer to themselves: two are the same unless a difference is found. What was found the same is known
 * from then on.
 */
export function createSameSchema(): SameSchema {
  const known = new Set<string>()
  return (one, other) => {
    const assumed = new Set<string>()
    const waiting: Pair[] = [[one, other]]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [left, right] = [resolve(next[0]), resolve(next[1])]
      const names = [identityOf(left), identityOf(right)]
      const key = names.join(' ')
      if (names[0] === names[1] || known.has(key) || assumed.has(key)) continue
      assumed.add(key)
      const inner = pairsWithin(left, right)
      if (inner === undefined) return false
      waiting.push(...inner)
    }
    for (const key of assumed) known.add(key)
    return true
  }
}

/** The pairs that have to be the same for two schemas to be; nothing where they differ at once. */
function pairsWithin(left: Located, right: Located): readonly Pair[] | undefined {
  const [ours, theirs] = [keywordsOf(left.schema), keywordsOf(right.schema)]
  if (ours === undefined || theirs === undefined || ours.size !== theirs.size) return undefined
  const pairs: Pair[] = []
  for (const [keyword, value] of ours) {
    const other = theirs.get(keyword)
    if (other === undefined || !differOnlyWithin(value, other, kinds.get(keyword), inPair)) return undefined
  }
  return pairs

  function inPair(one: unknown, other: unknown): boolean {
    return (
      pairs.push([
        { schema: one as Schema, scope: left.scope },
        { schema: other as Schema, scope: right.scope },
      ]) > 0
    )
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

const keywordsOf = (schema: Schema) =>
  typeof schema === 'boolean' ? undefined : new Map(Object.entries(schema).filter(([key]) => !isAnnotation(key)))

type Kind = 'schema' | 'map' | 'set'

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...ofKind('map', 'properties', 'patternProperties', 'dependencies'),
  ...ofKind('set', 'required', 'enum', 'type'),
  ...ofKind('schema', 'items', 'additionalItems', 'contains', 'additionalProperties', 'propertyNames'),
  ...ofKind('schema', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'),
])

function ofKind(kind: Kind, ...keywords: readonly (keyof SchemaObject)[]): [string, Kind][] {
  return keywords.map((keyword) => [keyword, kind])
}

function isSameSet(one: unknown, other: unknown): boolean {
  const texts = (value: unknown) => new Set([value].flat().map((item) => JSON.stringify(item)))
  const [left, right] = [texts(one), texts(other)]
  return left.size === right.size && [...left].every((text) => right.has(text))
}
