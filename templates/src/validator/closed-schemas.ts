import { type NamedSchema, referencedSchema, type Schema } from '@tidings/contract'
import { subschemasOf } from './subschemas.js'

/**
 * The names of the schemas that hold a closed object, themselves or through references: what they accept differs
 * between strict and tolerant. In time linear to the schemas, however they refer to each other.
 */
export function closedSchemas(schemas: readonly NamedSchema[]): ReadonlySet<string> {
  const referring = new Map<string, string[]>()
  const closed = new Set<string>()
  for (const { name, schema } of schemas) {
    const { isClosed, refers } = surveyOf(schema)
    if (isClosed) closed.add(name)
    for (const target of refers) {
      const names = referring.get(target)
      if (names === undefined) referring.set(target, [name])
      else names.push(name)
    }
  }
  for (const name of closed) for (const other of referring.get(name) ?? []) closed.add(other)
  return closed
}

/** Whether a schema holds a closed object, given the shared schemas that do. */
export function holdsClosed(schema: Schema, closed: ReadonlySet<string>): boolean {
  const { isClosed, refers } = surveyOf(schema)
  return isClosed || [...refers].some((name) => closed.has(name))
}

/** The names of the shared schemas that a schema refers to, itself included where it is nothing but a reference. */
export function referencesOf(schema: Schema): ReadonlySet<string> {
  return surveyOf(schema).refers
}

interface Survey {
  readonly isClosed: boolean
  readonly refers: ReadonlySet<string>
}

function surveyOf(schema: Schema): Survey {
  const refers = new Set<string>()
  let isClosed = false
  const waiting = [schema]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'boolean') continue
    if (next.$ref !== undefined) refers.add(referencedSchema(next.$ref))
    else {
      isClosed ||= next.additionalProperties === false
      waiting.push(...subschemasOf(next))
    }
  }
  return { isClosed, refers }
}
