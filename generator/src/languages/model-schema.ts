import type { Contract, Json, Schema, SchemaObject, SchemaType } from '@tidings/contract'
import { referencedSchema } from '@tidings/contract'
import { nameContract } from '@tidings/templates'
import type { Language } from './languages.js'

/** The schemas of a contract in one document, as Modelina reads it. */
export interface ModelSchema {
  readonly document: Record<string, unknown>
  /** The name of the model that stands for the document itself, and is no part of the contract. */
  readonly root: string
}

/**
 * Reduces a contract to what makes a model: structure, names and fixed values. Descriptions, defaults, examples and
 * patterns stay behind, and so does a name or a value that would need an escape in some language: Modelina does not
 * escape, and a contract must never become code.
 */
export function modelSchema(contract: Contract, language: Language): ModelSchema {
  const names = nameContract(contract)
  const nameOf = (schema: string) => names.schema(schema).typeName
  const named = contract.schemas.map(({ name, schema }) => [nameOf(name), schema] as const)
  const parts = contract.events.flatMap(({ id, payload, headers }) => [
    ...(isOwn(payload) ? [[names.event(id).dataType, payload] as const] : []),
    ...(isOwn(headers) ? [[names.event(id).headersType, headers] as const] : []),
  ])
  const models = [...named, ...parts].sort(([a], [b]) => (a < b ? -1 : 1))
  const root = 'ModelsOfTheContract'
  const reading: Reading = {
    refer: ($ref) => ({ $ref: `#/definitions/${nameOf(referencedSchema($ref))}` }),
    // Modelina's preset for Pydantic puts two pairs of quotes around a constant.
    constant: language === 'python' ? (value) => ({ enum: [value] }) : (value) => ({ const: value }),
  }
  return {
    root,
    document: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: root,
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(models.map(([name]) => [name, { $ref: `#/definitions/${name}` }])),
      definitions: Object.fromEntries(
        models.map(([name, schema]) => [name, { $id: name, ...reduce(schema, reading) }]),
      ),
    },
  }
}

/** An event whose payload is a named schema has that one's model. */
const isOwn = (schema: Schema | undefined): schema is SchemaObject =>
  typeof schema === 'object' && schema.$ref === undefined

interface Reading {
  readonly refer: ($ref: string) => Record<string, unknown>
  readonly constant: (value: Json) => Record<string, unknown>
}

function reduce(schema: Schema, reading: Reading): Record<string, unknown> {
  if (typeof schema === 'boolean') return {}
  if (schema.$ref !== undefined) return reading.refer(schema.$ref)
  const { type, format, anyOf, oneOf, allOf } = schema
  const list = (schemas: readonly Schema[] | undefined) => schemas?.map((each) => reduce(each, reading))
  return defined({
    type: type ?? (schema.properties === undefined ? undefined : 'object'),
    format: format !== undefined && isPlain(format) ? format : undefined,
    ...fixed(schema, reading),
    ...objectParts(schema, reading),
    items: itemsOf(schema, reading),
    anyOf: list(anyOf),
    oneOf: list(oneOf),
    allOf: list(allOf),
  })
}

/** Fixed values, where all are of one kind and plain; else their type alone: most languages have enums of one kind. */
function fixed({ const: value, enum: values, type }: SchemaObject, { constant }: Reading): Record<string, unknown> {
  const all = value === undefined ? values : [value]
  if (all === undefined || all.length === 0) return {}
  const types = [...new Set(all.map(typeOf))]
  const isEnum = types.length === 1 && (types[0] === 'string' || types[0] === 'number') && all.every(isPlainValue)
  if (isEnum) return value === undefined ? { enum: values } : constant(value)
  return type === undefined && types.every((each) => each !== undefined)
    ? { type: types.length === 1 ? types[0] : types }
    : {}
}

function typeOf(value: Json): SchemaType | undefined {
  if (value === null) return 'null'
  const known: Readonly<Record<string, SchemaType>> = { string: 'string', number: 'number', boolean: 'boolean' }
  return known[typeof value]
}

/** Without a statement of its own a model has the declared properties alone, and none invented. */
function objectParts(
  { properties, required, additionalProperties }: SchemaObject,
  reading: Reading,
): Record<string, unknown> {
  if (properties === undefined) {
    return typeof additionalProperties === 'object'
      ? { additionalProperties: reduce(additionalProperties, reading) }
      : {}
  }
  const kept = Object.entries(properties).filter(([name]) => isPlain(name))
  return {
    additionalProperties: false,
    properties: Object.fromEntries(kept.map(([name, schema]) => [name, reduce(schema, reading)])),
    required: required?.filter(isPlain),
  }
}

function itemsOf({ items, additionalItems }: SchemaObject, reading: Reading): unknown {
  if (items === undefined) return additionalItems === undefined ? undefined : reduce(additionalItems, reading)
  return isList(items) ? items.map((item) => reduce(item, reading)) : reduce(items, reading)
}

const isList = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items)

/** Text that stands in a literal or a comment of any language as itself, and begins no interpolation. */
const isPlain = (text: string): boolean =>
  /^[\p{L}\p{N} _.:@#+,;=~<>()[\]-]{1,200}$/u.test(text) && text !== '__proto__'

const isPlainValue = (value: Json): boolean => (typeof value === 'string' ? isPlain(value) : typeof value === 'number')

const defined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
