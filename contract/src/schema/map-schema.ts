import type { Schema, SchemaObject } from '../model/schema.js'
import { isKeyword, type KeywordKind, keywords } from './keywords.js'

/** The schema with each schema directly inside it replaced. */
export function mapSchema(schema: Schema, change: (inner: Schema) => Schema): Schema {
  if (typeof schema === 'boolean') return schema
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) {
    copy[key] = isKeyword(key) ? mapMember(keywords[key], value, change) : value
  }
  return copy as SchemaObject
}

/** Each schema directly inside this one. */
export function innerSchemas(schema: Schema): Schema[] {
  const inner: Schema[] = []
  mapSchema(schema, (one) => {
    inner.push(one)
    return one
  })
  return inner
}

function mapMember(kind: KeywordKind, value: unknown, change: (inner: Schema) => Schema): unknown {
  switch (kind) {
    case 'schema':
      return change(value as Schema)
    case 'schema-list':
      return (value as readonly Schema[]).map((one) => change(one))
    case 'schema-or-list':
      return Array.isArray(value) ? value.map((one) => change(one)) : change(value as Schema)
    case 'schemas':
    case 'dependencies': {
      const copy = Object.create(null) as Record<string, unknown>
      for (const [name, one] of Object.entries(value as object)) copy[name] = Array.isArray(one) ? one : change(one)
      return copy
    }
    default:
      return value
  }
}
