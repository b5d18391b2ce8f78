/** A JSON object as we read it: without a prototype, so that `__proto__` and `constructor` are keys like any other. */
export interface JsonObject {
  readonly [key: string]: JsonTree
}

/** A JSON value as we read it; objects and arrays know where they stand (see `Whereabouts`). */
export type JsonTree = null | boolean | number | string | JsonArray | JsonObject

export type JsonArray = readonly JsonTree[]

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isArray(value: unknown): value is JsonArray {
  return Array.isArray(value)
}

export function emptyObject(): Record<string, JsonTree> {
  return Object.create(null)
}

/** The string that stands at a key, if one does. */
export function stringAt(value: JsonTree | undefined, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

export function objectAt(value: JsonTree | undefined, key: string): JsonObject | undefined {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : undefined
}
