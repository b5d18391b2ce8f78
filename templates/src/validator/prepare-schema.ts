import { referencedSchema, type Schema, type SchemaMap, type SchemaObject, type SchemaType } from '@tidings/contract'
import { holdsClosed } from './closed-schemas.js'
import { type Discriminator, discriminatorOf, type SchemaOf } from './discriminator.js'
import { formatOf } from './formats.js'
import { patternOf } from './pattern.js'

/** A schema as machine code is made of it: with keywords of ours in the place of some of JSON Schema's. */
export type PreparedSchema = boolean | PreparedObject

export interface PreparedObject {
  readonly [keyword: string]: unknown
  /** What to call in place of `$ref`. */
  readonly call?: CallTarget
  /** Closed objects inside stay closed whatever the mode: they stand under `not` or `if`. */
  readonly strictly?: true
  /** In tolerant mode more than one alternative of `oneOf` may match. */
  readonly relaxed?: true
  readonly tagOf?: Discriminator
}

export type CallTarget = readonly ['shared', name: string] | readonly ['own', index: number]

/** What preparing the schemas of one module shares. */
export interface Preparation {
  /** The name of the shared schema that the module is for, where it is for one. */
  readonly self?: string
  readonly closed: ReadonlySet<string>
  readonly schemaOf: SchemaOf
  /** Schemas that become functions of their own; a shared schema's own is the first. */
  readonly functions: PreparedSchema[]
  /** Says what the validator cannot check. */
  readonly note: (pointer: string, keyword: 'format' | 'pattern' | 'patternProperties', message: string) => void
}

/**
 * Nesting beyond this becomes a function of its own, so that no compiler runs out of stack on a deep schema and what
 * is written stays linear to it.
 */
const deepest = 12

interface Place {
  readonly pointer: string
  readonly depth: number
  readonly strictly: boolean
}

/** Adds the function that judges by a schema, and those that it calls; returns its index. */
export function prepareSchema(schema: Schema, preparation: Preparation): number {
  const waiting: Waiting[] = []
  const prepareLater: Later = (inner, place) => {
    const index = preparation.functions.push(true) - 1
    waiting.push({ schema: inner, place, index })
    return index
  }
  const own = prepareLater(schema, { pointer: '', depth: 0, strictly: false })
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    preparation.functions[next.index] = prepare(next.schema, { ...preparation, prepareLater }, next.place)
  }
  return own
}

interface Waiting {
  readonly schema: Schema
  readonly place: Place
  readonly index: number
}

type Later = (schema: Schema, place: Place) => number

interface Preparing extends Preparation {
  readonly prepareLater: Later
}

function prepare(schema: Schema, preparation: Preparing, place: Place): PreparedSchema {
  if (typeof schema === 'boolean') return schema
  if (schema.enum?.length === 0) return false
  const strictly = place.strictly ? { strictly: true as const } : {}
  if (schema.$ref !== undefined) return { call: targetOf(schema.$ref, preparation), ...strictly }
  if (place.depth < deepest) return prepareObject(schema, preparation, place)
  return { call: ['own', preparation.prepareLater(schema, { ...place, depth: 0 })], ...strictly }
}

function targetOf($ref: string, { self }: Preparation): CallTarget {
  const name = referencedSchema($ref)
  return name === self ? ['own', 0] : ['shared', name]
}

function prepareObject(schema: SchemaObject, preparation: Preparing, place: Place): PreparedObject {
  const at = (token: string | number, inner: Schema, strictly = place.strictly): PreparedSchema =>
    prepare(inner, preparation, { pointer: `${place.pointer}/${escapeToken(token)}`, depth: place.depth + 1, strictly })
  const one = (keyword: 'additionalItems' | 'contains' | 'propertyNames' | 'then' | 'else') =>
    optional(keyword, schema[keyword], (inner) => at(keyword, inner))
  const negated = (keyword: 'not' | 'if') => optional(keyword, schema[keyword], (inner) => at(keyword, inner, true))
  const list = (keyword: 'allOf' | 'anyOf' | 'oneOf' | 'items', schemas: readonly Schema[]) =>
    schemas.map((inner, index) => prepareAt(`${keyword}/${index}`, inner))
  const prepareAt = (tokens: string, inner: Schema) =>
    prepare(inner, preparation, { ...place, pointer: `${place.pointer}/${tokens}`, depth: place.depth + 1 })
  const map = (keyword: 'properties' | 'patternProperties', schemas: SchemaMap) =>
    mapOf(Object.entries(schemas), (inner, name) => prepareAt(`${keyword}/${escapeToken(name)}`, inner))

  const { readable, unreadable } = patternsOf(schema, preparation, place)
  return {
    ...(place.strictly ? { strictly: true as const } : {}),
    ...typeOf(schema),
    ...optional('enum', schema.enum, (values) => values),
    ...optional('const', schema.const, (value) => value),
    ...limitsOf(schema),
    ...formatKeyword(schema, preparation, place),
    ...patternKeyword(schema, preparation, place),
    ...optional('uniqueItems', schema.uniqueItems === true ? true : undefined, (unique) => unique),
    ...optional('required', schema.required?.length ? schema.required : undefined, (names) => [...new Set(names)]),
    ...optional('items', schema.items, (items) => (isList(items) ? list('items', items) : at('items', items))),
    ...one('additionalItems'),
    ...one('contains'),
    ...optional('properties', schema.properties, (schemas) => map('properties', schemas)),
    ...optional('patternProperties', readable, (schemas) => map('patternProperties', schemas)),
    // What an unreadable pattern declares is not known: nothing is undeclared then.
    ...optional('additionalProperties', unreadable ? undefined : schema.additionalProperties, (inner) =>
      at('additionalProperties', inner),
    ),
    ...optional('dependencies', schema.dependencies, (dependencies) =>
      mapOf(Object.entries(dependencies), (value, name) =>
        isList(value) ? [...new Set(value)] : prepareAt(`dependencies/${escapeToken(name)}`, value),
      ),
    ),
    ...one('propertyNames'),
    ...optional('allOf', schema.allOf, (schemas) => list('allOf', schemas)),
    ...alternativesOf(schema, preparation, place, list),
    ...negated('not'),
    ...negated('if'),
    ...one('then'),
    ...one('else'),
  }
}

function alternativesOf(
  schema: SchemaObject,
  preparation: Preparation,
  place: Place,
  list: (keyword: 'anyOf' | 'oneOf', schemas: readonly Schema[]) => readonly PreparedSchema[],
): PreparedObject {
  const { anyOf, oneOf } = schema
  const proposed = typeof schema.discriminator === 'string' ? schema.discriminator : undefined
  const found = (schemas: readonly Schema[] | undefined) =>
    schemas && discriminatorOf(schemas, preparation.schemaOf, proposed)
  const [tagsOfOne, tagsOfAny] = [found(oneOf), found(anyOf)]
  const tagged = tagsOfOne === undefined ? (tagsOfAny === undefined ? undefined : 'anyOf') : 'oneOf'
  const relaxed = !place.strictly && oneOf?.some((inner) => holdsClosed(inner, preparation.closed)) === true
  return {
    ...(oneOf === undefined ? {} : { [tagged === 'oneOf' ? 'tagged' : 'oneOf']: list('oneOf', oneOf) }),
    ...(anyOf === undefined ? {} : { [tagged === 'anyOf' ? 'tagged' : 'anyOf']: list('anyOf', anyOf) }),
    ...optional('tagOf', tagsOfOne ?? tagsOfAny, (tags) => tags),
    ...(relaxed ? { relaxed } : {}),
  }
}

/** Several types and integers, which have to be safe, go by a keyword of ours. */
function typeOf({ type }: SchemaObject): PreparedObject {
  if (type === undefined) return {}
  const types = [...new Set([type].flat() as readonly SchemaType[])]
  const [only] = types
  if (types.length === 1 && only !== 'integer') return { type: only }
  return { types: types.includes('number') ? types.filter((name) => name !== 'integer') : types }
}

const limits = [
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'multipleOf',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
] as const

const limitsOf = (schema: SchemaObject): PreparedObject =>
  Object.fromEntries(limits.flatMap((name) => (Number.isFinite(schema[name]) ? [[name, schema[name]]] : [])))

function formatKeyword({ format }: SchemaObject, preparation: Preparation, { pointer }: Place): PreparedObject {
  if (format === undefined) return {}
  const known = formatOf(format)
  if (known === undefined) {
    preparation.note(pointer, 'format', `format ${JSON.stringify(format)} is not known, so it is not checked`)
  }
  return known ? { format } : {}
}

function patternKeyword({ pattern }: SchemaObject, preparation: Preparation, { pointer }: Place): PreparedObject {
  if (pattern === undefined) return {}
  if (patternOf(pattern) !== undefined) return { pattern }
  preparation.note(pointer, 'pattern', unreadableMessage(pattern))
  return {}
}

function patternsOf({ patternProperties }: SchemaObject, preparation: Preparation, { pointer }: Place) {
  const entries = Object.entries(patternProperties ?? {})
  const unread = entries.filter(([pattern]) => patternOf(pattern) === undefined)
  for (const [pattern] of unread) {
    preparation.note(pointer, 'patternProperties', `${unreadableMessage(pattern)}, nor is anything here undeclared`)
  }
  const readable = mapOf(
    entries.filter((entry) => !unread.includes(entry)),
    (inner) => inner,
  )
  return { readable: patternProperties && readable, unreadable: unread.length > 0 }
}

const unreadableMessage = (pattern: string) =>
  `${JSON.stringify(pattern)} is no regular expression of ECMAScript, so it is not checked`

function optional<T>(keyword: string, value: T | undefined, prepared: (value: T) => unknown): PreparedObject {
  return value === undefined ? {} : { [keyword]: prepared(value) }
}

/** Without a prototype: `__proto__` is a name like any other. */
function mapOf<T, R>(entries: readonly (readonly [string, T])[], prepared: (value: T, name: string) => R) {
  const map: Record<string, R> = Object.create(null)
  for (const [name, value] of entries) map[name] = prepared(value, name)
  return map
}

const isList = <T, I>(value: T | readonly I[]): value is readonly I[] => Array.isArray(value)
const escapeToken = (token: string | number) => String(token).replaceAll('~', '~0').replaceAll('/', '~1')
