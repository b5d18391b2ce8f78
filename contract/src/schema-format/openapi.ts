import { emptyObject, isArray, type JsonObject, type JsonTree, stringAt } from '../source/json-tree.js'

/**
 * One OpenAPI 3.0 Schema Object in the keywords of draft-07. The schemas inside it stay as they are; each is
 * converted when it is read.
 *
 * Not done by `@asyncapi/openapi-schema-parser`, which judges such schemas: it copies them, so that places and
 * references across files are lost, drops a property named `__proto__`, and invents bounds and patterns for formats.
 */
export function convertOpenApi(schema: JsonObject): JsonObject {
  const { nullable, example, discriminator, exclusiveMaximum, exclusiveMinimum, ...same } = schema
  const converted: Record<string, JsonTree> = Object.assign(emptyObject(), same)
  const examples = isArray(converted['examples']) ? converted['examples'] : []
  if (example !== undefined) converted['examples'] = [...examples, example]
  const property = typeof discriminator === 'string' ? discriminator : stringAt(discriminator, 'propertyName')
  if (property !== undefined) converted['discriminator'] = property
  liftBound(converted, 'maximum', 'exclusiveMaximum', exclusiveMaximum)
  liftBound(converted, 'minimum', 'exclusiveMinimum', exclusiveMinimum)
  if (nullable === true) admitNull(converted)
  return converted
}

/** A boolean beside the bound in OpenAPI 3.0, the bound itself in draft-07. */
function liftBound(schema: Record<string, JsonTree>, bound: string, exclusive: string, value: JsonTree | undefined) {
  if (value === true && schema[bound] !== undefined) {
    schema[exclusive] = schema[bound]
    delete schema[bound]
  } else if (typeof value === 'number') {
    schema[exclusive] = value
  }
}

/** `nullable` widens the `type` beside it, and means nothing without one (OpenAPI 3.0.3, Schema Object). */
function admitNull(schema: Record<string, JsonTree>) {
  const { type } = schema
  if (typeof type !== 'string') return
  schema['type'] = [type, 'null']
  const values = schema['enum']
  if (isArray(values) && !values.includes(null)) schema['enum'] = [...values, null]
}
