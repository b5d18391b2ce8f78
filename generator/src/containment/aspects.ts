import type { SchemaObject } from '@tidings/contract'
import type { ValueType } from './fact.js'

/** Keywords that are read together, by the type of value that they judge. */
const groups: Readonly<Record<ValueType | 'any', readonly (readonly (keyof SchemaObject)[])[]>> = {
  any: [['type'], ['const'], ['enum'], ['allOf'], ['anyOf'], ['oneOf'], ['not'], ['if', 'then', 'else']],
  null: [],
  boolean: [],
  number: [['minimum'], ['exclusiveMinimum'], ['maximum'], ['exclusiveMaximum'], ['multipleOf'], ['format']],
  string: [['minLength'], ['maxLength'], ['format'], ['pattern']],
  array: [['minItems'], ['maxItems'], ['items', 'additionalItems'], ['contains'], ['uniqueItems']],
  object: [
    ['required'],
    ['properties', 'patternProperties', 'additionalProperties'],
    ['minProperties'],
    ['maxProperties'],
    ['propertyNames'],
    ['dependencies'],
  ],
}

/** One thing that a schema asks: a schema of one keyword, or of several that are read together. */
export interface Aspect {
  readonly keyword: keyof SchemaObject
  readonly schema: SchemaObject
}

const known = new WeakMap<SchemaObject, Map<ValueType, readonly Aspect[]>>()

/** All that a schema asks of a value of a type: it fits when it fits each. */
export function aspectsOf(schema: SchemaObject, type: ValueType): readonly Aspect[] {
  const byType = known.get(schema) ?? new Map<ValueType, readonly Aspect[]>()
  known.set(schema, byType)
  const found = byType.get(type) ?? [...groups.any, ...groups[type]].flatMap((keywords) => aspectOf(schema, keywords))
  byType.set(type, found)
  return found
}

function aspectOf(schema: SchemaObject, keywords: readonly (keyof SchemaObject)[]): readonly Aspect[] {
  const [keyword] = keywords
  const present = keywords.filter((key) => schema[key] !== undefined)
  const isIdle = present.length === 0 || keyword === undefined || (keyword === 'if' && schema.if === undefined)
  if (isIdle) return []
  return [{ keyword, schema: Object.fromEntries(present.map((key) => [key, schema[key]])) as SchemaObject }]
}
