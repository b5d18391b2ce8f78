import type { Schema, SchemaObject } from '../model/schema.js'

/** The attributes that every CloudEvent has (CloudEvents 1.0, Required Attributes). */
const required = ['specversion', 'id', 'source', 'type'] as const
const optional = ['subject', 'time', 'datacontenttype', 'dataschema'] as const
const core: readonly string[] = [...required, ...optional]

/** `ce-` over HTTP, NATS and MQTT, `ce_` over Kafka, `cloudEvents:` and `cloudEvents_` over AMQP. */
const prefix = /^(?:ce[-_]|cloudEvents[:_])(?=[a-z0-9]+$)/i

/** What a document's own CloudEvents say of an event. */
export interface Attributes {
  readonly type?: string
  readonly source?: string
  readonly subject?: string
  readonly contentType?: string
}

export interface Envelope extends Attributes {
  /** The schema of the real data; absent where the envelope has none. */
  readonly data?: Schema
}

type Resolve = (schema: Schema) => Schema

/** Reads a payload that is a CloudEvents envelope; `undefined` for any other. */
export function readEnvelope(payload: Schema | undefined, contentType: string, resolve: Resolve): Envelope | undefined {
  if (payload === undefined) return undefined
  const parts = partsOf(payload, resolve)
  const properties = propertiesOf(parts)
  const names = new Set(parts.flatMap((part) => part.required ?? []))
  const byContentType = /^application\/cloudevents(\+|;|$)/i.test(contentType)
  const declared = [...required, ...optional, 'data'].some((name) => properties.has(name))
  const isRequired = required.every((name) => names.has(name))
  // frameworks declare the attributes without requiring them, yet fix the version
  const isDeclared =
    required.every((name) => properties.has(name)) && constOf(properties.get('specversion'), resolve) === '1.0'
  if (!(byContentType && declared) && !isRequired && !isDeclared) return undefined
  const data = dataOf(properties.get('data') ?? [], resolve)
  const attributes = attributesOf((name) => constOf(properties.get(name), resolve))
  return { ...attributes, ...(data === undefined ? {} : { data }) }
}

export interface Headers extends Attributes {
  /** The message's own headers, without the attributes; absent where nothing is left. */
  readonly headers?: Schema
}

/** Reads headers that carry CloudEvents attributes; `undefined` where none does. */
export function readAttributeHeaders(headers: Schema | undefined, resolve: Resolve): Headers | undefined {
  if (headers === undefined) return undefined
  const parts = partsOf(headers, resolve)
  const properties = propertiesOf(parts)
  const names = new Set([...properties.keys(), ...parts.flatMap((part) => part.required ?? [])])
  const mandatory = new Set(parts.flatMap((part) => part.required ?? []))
  const bare = required.every((name) => mandatory.has(name))
  const attributeOf = (name: string) =>
    prefix.test(name) ? name.replace(prefix, '').toLowerCase() : bare && core.includes(name) ? name : undefined
  const carried = new Map([...names].flatMap((name) => [[attributeOf(name), name] as const]))
  carried.delete(undefined)
  if (carried.size === 0) return undefined
  const stripped = strip(headers, (name) => attributeOf(name) !== undefined, resolve)
  const rest = bare ? withoutPatterns(stripped) : stripped
  return {
    ...attributesOf((name) => constOf(properties.get(carried.get(name) ?? ''), resolve)),
    ...(saysNothing(rest, resolve) ? {} : { headers: rest }),
  }
}

/** The same value in an example of an envelope or of headers. */
export function isAttribute(name: string): boolean {
  return prefix.test(name)
}

/** A schema and all that it is made of by `allOf` and references. */
function partsOf(schema: Schema, resolve: Resolve, seen = new Set<Schema>()): SchemaObject[] {
  const found = resolve(schema)
  if (typeof found === 'boolean' || seen.has(found)) return []
  seen.add(found)
  return [found, ...(found.allOf ?? []).flatMap((part) => partsOf(part, resolve, seen))]
}

function propertiesOf(parts: readonly SchemaObject[]): Map<string, Schema[]> {
  const properties = new Map<string, Schema[]>()
  for (const part of parts) {
    for (const [name, schema] of Object.entries(part.properties ?? {})) {
      properties.set(name, [...(properties.get(name) ?? []), schema])
    }
  }
  return properties
}

/** All that is said of `data`; a bare `type: object` says nothing beside a schema of an object. */
function dataOf(schemas: readonly Schema[], resolve: Resolve): Schema | undefined {
  const telling = schemas.filter((schema) => {
    const found = resolve(schema)
    return typeof found === 'object'
      ? Object.keys(found).some((key) => !['type', 'title', 'description'].includes(key))
      : !found
  })
  const kept = telling.length === 0 ? schemas.slice(-1) : telling
  return kept.length > 1 ? { allOf: kept } : kept[0]
}

function constOf(schemas: readonly Schema[] | undefined, resolve: Resolve): string | undefined {
  for (const schema of schemas ?? []) {
    for (const part of partsOf(schema, resolve)) {
      const value = part.const ?? (part.enum?.length === 1 ? part.enum[0] : undefined)
      if (typeof value === 'string' && value !== '') return value
    }
  }
  return undefined
}

function attributesOf(constant: (name: string) => string | undefined): Attributes {
  const [type, source, subject, contentType] = ['type', 'source', 'subject', 'datacontenttype'].map(constant)
  return {
    ...(type === undefined ? {} : { type }),
    ...(source === undefined ? {} : { source }),
    ...(subject === undefined ? {} : { subject }),
    ...(contentType === undefined ? {} : { contentType }),
  }
}

/** The schema without some of its properties, which may stand in any of its parts. */
function strip(
  schema: Schema,
  isOut: (name: string) => boolean,
  resolve: Resolve,
  open: readonly Schema[] = [],
): Schema {
  const found = resolve(schema)
  if (typeof found === 'boolean' || open.includes(found)) return schema
  const { properties, required: names, allOf, ...same } = found
  const kept = Object.create(null) as Record<string, Schema>
  for (const [name, inner] of Object.entries(properties ?? {})) if (!isOut(name)) kept[name] = inner
  const keptNames = (names ?? []).filter((name) => !isOut(name))
  const parts = allOf?.map((part) => strip(part, isOut, resolve, [...open, found]))
  const changed =
    Object.keys(kept).length !== Object.keys(properties ?? {}).length ||
    keptNames.length !== (names ?? []).length ||
    parts?.some((part, index) => part !== allOf?.[index])
  if (!changed) return schema
  const telling = parts?.filter((part) => !saysNothing(part, resolve))
  return {
    ...same,
    ...(keptNames.length > 0 ? { required: keptNames } : {}),
    ...(Object.keys(kept).length > 0 ? { properties: kept } : {}),
    ...(telling !== undefined && telling.length > 0 ? { allOf: telling } : {}),
  }
}

/** Where the headers are the CloudEvents context itself, a pattern describes extension attributes. */
function withoutPatterns(schema: Schema): Schema {
  if (typeof schema === 'boolean') return schema
  const { patternProperties: _, ...rest } = schema
  return rest
}

function saysNothing(schema: Schema, resolve: Resolve): boolean {
  const found = resolve(schema)
  if (typeof found === 'boolean') return found
  const notes = ['type', 'title', 'description', 'examples', 'additionalProperties']
  return Object.keys(found).every((key) => notes.includes(key) || key.startsWith('x-'))
}
