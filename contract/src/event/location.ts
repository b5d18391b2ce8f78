import type { Location } from '../model/event.js'
import type { Schema } from '../model/schema.js'
import { readPointer } from '../source/pointer.js'

/** Reads a runtime expression (AsyncAPI 3.0): `$message.payload#/orderId`, `$message.header#/tenant`. */
export function readLocation(text: unknown): Location | undefined {
  const found = typeof text === 'string' ? /^\$message\.(header|payload)(?:#(.*))?$/su.exec(text) : null
  const path = found === null ? undefined : readPointer(found[2] ?? '')
  if (path === undefined) return undefined
  return { in: found?.[1] === 'header' ? 'headers' : 'payload', path }
}

/** Whether a schema lets something stand at a path: by a property, or because it says that it is open. */
export function leadsSomewhere(
  schema: Schema | undefined,
  path: readonly string[],
  resolve: (schema: Schema) => Schema,
): boolean {
  return schema !== undefined && reaches(schema, path, resolve, new Set())
}

function reaches(
  given: Schema,
  path: readonly string[],
  resolve: (schema: Schema) => Schema,
  open: ReadonlySet<Schema>,
): boolean {
  const schema = resolve(given)
  const [token, ...rest] = path
  if (token === undefined || schema === true) return true
  if (schema === false || open.has(schema)) return false
  const within = new Set([...open, schema])
  const enter = (inner: Schema | undefined) =>
    inner !== undefined && inner !== false && reaches(inner, rest, resolve, new Set())
  const { properties, patternProperties, additionalProperties, items } = schema
  if (properties !== undefined && Object.hasOwn(properties, token)) return enter(properties[token])
  if (Object.entries(patternProperties ?? {}).some(([pattern, inner]) => matches(pattern, token) && enter(inner)))
    return true
  if (additionalProperties !== undefined && enter(additionalProperties)) return true
  if (/^\d+$/.test(token) && items !== undefined) {
    if (!Array.isArray(items)) return enter(items as Schema)
    if (enter(items[Number(token)])) return true
  }
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.then, schema.else]
  return parts.some((part) => part !== undefined && reaches(part, path, resolve, within))
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return false
  }
}
