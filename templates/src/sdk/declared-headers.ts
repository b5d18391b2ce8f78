import { referencedSchema, type Schema, type SchemaObject } from '@tidings/contract'

/** The names of headers that a schema speaks of, sorted: a wire brings others, which are no business of the event. */
export function declaredHeaders(
  schema: Schema | undefined,
  schemaOf: (name: string) => Schema | undefined,
): readonly string[] {
  const names = new Set<string>()
  const seen = new Set<string>()
  const collect = (part: Schema | undefined): void => {
    if (typeof part !== 'object') return
    const reference = part.$ref === undefined ? undefined : referencedSchema(part.$ref)
    if (reference !== undefined && !seen.has(reference)) {
      seen.add(reference)
      collect(schemaOf(reference))
    }
    for (const name of [...Object.keys(part.properties ?? {}), ...(part.required ?? [])]) names.add(name)
    for (const inner of ofTheSameValue(part)) collect(inner)
  }
  collect(schema)
  return [...names].sort()
}

const ofTheSameValue = ({ allOf, anyOf, oneOf, if: condition, then, else: otherwise }: SchemaObject) => [
  ...[...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? [])],
  ...[condition, then, otherwise],
]
