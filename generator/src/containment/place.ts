import type { Json, Schema, SchemaObject } from '@tidings/contract'
import type { Path, Step } from './break.js'
import { compiled, fits, rulingSchemas } from './fits.js'
import type { Located } from './scope.js'

/** Where in a value a schema of the newer side rules, and how to speak of what stands there. */
export interface Place {
  readonly way: readonly Passage[]
  /** The schema of whole values of which what stands here fits a schema of our own. */
  readonly whole: (inner: Schema) => Schema
}

/** From a value into a part of it. */
export interface Passage {
  readonly step: Step
  /** What the newer side asks of the part. */
  readonly schema: Located
  /** The key of the part that breaks it. */
  readonly keyIn: (value: Json) => string | number | undefined
}

export const root: Place = { way: [], whole: (inner) => inner }

export const pathOf = (place: Place): Path => place.way.map(({ step }) => step)

/** The same place of values of which something else is so there, too. */
export const where = (place: Place, condition: Schema): Place => ({
  ...place,
  whole: (inner) => place.whole({ allOf: [condition, inner] }),
})

export function intoProperty(place: Place, name: string, schema: Located): Place {
  return into(
    place,
    { property: name },
    schema,
    () => name,
    (inner) => ({
      type: 'object',
      required: [name],
      properties: { [name]: inner },
    }),
  )
}

/** Into any property that the pattern matches; without a pattern into any that `among` does not declare. */
export function intoAnyProperty(place: Place, among: SchemaObject, schema: Located, pattern?: string): Place {
  const isOne = (name: string) =>
    pattern === undefined
      ? rulingSchemas(name, { ...among, additionalProperties: false })[0] === false
      : compiled(pattern)?.test(name) === true
  const keyIn = (value: Json) =>
    Object.entries(value ?? {}).find(([name, member]) => isOne(name) && !fits(member as Json, schema))?.[0]
  const step: Step = { anyProperty: true, ...(pattern === undefined ? {} : { pattern }) }
  return into(place, step, schema, keyIn, (inner) => ({
    not:
      pattern === undefined
        ? { ...namesOf(among), additionalProperties: { not: inner } }
        : { patternProperties: { [pattern]: { not: inner } } },
  }))
}

/** What an object schema declares, whatever it asks of it. */
export function namesOf({ properties = {}, patternProperties = {} }: SchemaObject): SchemaObject {
  const taken = (schemas: Readonly<Record<string, Schema>>) =>
    Object.fromEntries(Object.keys(schemas).map((name) => [name, true]))
  return { properties: taken(properties), patternProperties: taken(patternProperties) }
}

export function intoItem(place: Place, index: number, schema: Located): Place {
  return into(
    place,
    { index },
    schema,
    () => index,
    (inner) => ({
      type: 'array',
      minItems: index + 1,
      items: [...Array.from({ length: index }, () => true), inner],
    }),
  )
}

/** Into any item from an index on. */
export function intoAnyItem(place: Place, from: number, schema: Located): Place {
  const keyIn = (value: Json) =>
    Array.isArray(value) ? value.findIndex((item, index) => index >= from && !fits(item, schema)) : undefined
  return into(place, { anyItem: true }, schema, keyIn, (inner) =>
    from === 0
      ? { type: 'array', contains: inner }
      : { not: { items: Array.from({ length: from }, () => true), additionalItems: { not: inner } } },
  )
}

function into(
  place: Place,
  step: Step,
  schema: Located,
  keyIn: Passage['keyIn'],
  around: (inner: Schema) => Schema,
): Place {
  return { way: [...place.way, { step, schema, keyIn }], whole: (inner) => place.whole(around(inner)) }
}

/** The keys on the way to a place in a value of which the place is broken. */
export function keysIn(value: Json, place: Place): readonly (string | number)[] {
  const keys: (string | number)[] = []
  let part: Json | undefined = value
  for (const { keyIn } of place.way) {
    const key = part === undefined ? undefined : keyIn(part)
    if (key === undefined) break
    keys.push(key)
    part = partOf(part, key)
  }
  return keys
}

export function partOf(value: Json | undefined, key: string | number): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}
