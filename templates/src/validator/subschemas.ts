import type { Schema, SchemaObject } from '@tidings/contract'

/** The schemas right inside a schema. */
export function subschemasOf(schema: SchemaObject): readonly Schema[] {
  return [
    schema.items,
    schema.additionalItems,
    schema.contains,
    schema.additionalProperties,
    schema.propertyNames,
    schema.not,
    schema.if,
    schema.then,
    schema.else,
    schema.allOf,
    schema.anyOf,
    schema.oneOf,
    Object.values(schema.properties ?? {}),
    Object.values(schema.patternProperties ?? {}),
    Object.values(schema.dependencies ?? {}).filter((value) => !isNames(value)),
  ].flatMap((value) => (value === undefined ? [] : (value as Schema | readonly Schema[])))
}

const isNames = (value: Schema | readonly string[]): value is readonly string[] => Array.isArray(value)
