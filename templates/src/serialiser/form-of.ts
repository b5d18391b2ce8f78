import { referencedSchema, type Schema, type SchemaObject, type SchemaType } from '@tidings/contract'
import type { SchemaOf } from '../schema/unwind.js'
import { type Form, isStructured, type Member, unknown } from './form.js'
import { isPlain } from './is-plain.js'

/**
 * What a schema tells of the text of its values. Of schemas that all must hold each may be believed; of alternatives
 * only `null` beside one other is looked at, and whoever asks more writes such values as `JSON.stringify` does.
 */
export const formOf = (schema: Schema, schemaOf: SchemaOf): Form => formWithin(schema, { schemaOf, depth: 0 })

interface Way {
  readonly schemaOf: SchemaOf
  readonly depth: number
}

/** Deeper than contracts mean, and where references come back to themselves. */
const deepest = 20

function formWithin(schema: Schema, way: Way): Form {
  if (typeof schema === 'boolean' || way.depth > deepest) return unknown
  const further = { ...way, depth: way.depth + 1 }
  if (schema.$ref !== undefined) return formOfNamed(referencedSchema(schema.$ref), further)
  const only = isMereFrame(schema) ? schema.allOf?.[0] : undefined
  if (only !== undefined) return formWithin(only, further)
  const parts = partsOf(schema, way.schemaOf)
  const types = typesOf(parts)
  if (types === undefined) return nullableOf(schema, further)
  const others = types.filter((type) => type !== 'null')
  const [type] = others
  if (others.length > 1) return others.every((one) => bare.has(one)) ? { kind: 'bare' } : unknown
  const form = type === undefined ? { kind: 'bare' as const } : formOfType(type, parts, further)
  return types.includes('null') ? nullable(form) : form
}

function formOfNamed(name: string, way: Way): Form {
  const form = formWithin(way.schemaOf(name) ?? true, way)
  return isStructured(form) ? { kind: 'named', name } : form
}

/** Whether a schema says nothing but that another holds, and what that one means here. */
const isMereFrame = ({ type, properties, required, anyOf, oneOf, allOf }: SchemaObject): boolean =>
  allOf?.length === 1 && [type, properties, required, anyOf, oneOf].every((keyword) => keyword === undefined)

/** A schema and all that must hold with it. */
function partsOf(schema: Schema, schemaOf: SchemaOf): readonly SchemaObject[] {
  const parts: SchemaObject[] = []
  const seen = new Set<string>()
  const open: Schema[] = [schema]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (typeof next === 'boolean') continue
    const name = next.$ref === undefined ? undefined : referencedSchema(next.$ref)
    if (name === undefined) {
      parts.push(next)
      open.push(...(next.allOf ?? []))
    } else if (!seen.has(name)) {
      seen.add(name)
      open.push(schemaOf(name) ?? true)
    }
  }
  return parts
}

const bare: ReadonlySet<SchemaType> = new Set(['boolean', 'integer', 'null', 'number'])

/** The types that a value may have; `undefined` where the schemas do not say. */
function typesOf(parts: readonly SchemaObject[]): readonly SchemaType[] | undefined {
  const said = parts.flatMap(({ type }) => (type === undefined ? [] : [[type].flat() as SchemaType[]]))
  const [first, ...others] = said
  if (first !== undefined) return first.filter((type) => others.every((types) => admits(types, type)))
  const values = parts.flatMap((part) => (part.const === undefined ? (part.enum ?? []) : [part.const]))
  const areTexts = values.length > 0 && values.every((value) => typeof value === 'string')
  return areTexts ? ['string'] : undefined
}

const admits = (types: readonly SchemaType[], type: SchemaType): boolean =>
  types.includes(type) ||
  (type === 'integer' && types.includes('number')) ||
  (type === 'number' && types.includes('integer'))

function formOfType(type: SchemaType, parts: readonly SchemaObject[], way: Way): Form {
  if (bare.has(type)) return { kind: 'bare' }
  if (type === 'string') return { kind: parts.some(isPlain) ? 'plain' : 'text' }
  if (type === 'object') return formOfObject(parts)
  const items = parts.map((part) => part.items).find((schema) => isSchemaOfAll(schema))
  // JSON.stringify is as good at lists of anything else.
  return isSchemaOfAll(items) && isStructured(formWithin(items, way)) ? { kind: 'list', items } : unknown
}

const isSchemaOfAll = (items: SchemaObject['items']): items is SchemaObject =>
  typeof items === 'object' && !Array.isArray(items)

/** What somebody has named more members than these, nobody wants to have in code. */
const most = 64

function formOfObject(parts: readonly SchemaObject[]): Form {
  const members = new Map<string, Member>()
  const required = new Set(parts.flatMap((part) => part.required ?? []))
  for (const { properties = {} } of parts) {
    for (const [name, schema] of Object.entries(properties)) {
      if (!members.has(name)) members.set(name, { name, schema, isRequired: required.has(name) })
    }
  }
  for (const name of required) if (!members.has(name)) members.set(name, { name, schema: true, isRequired: true })
  // Where a member is missing, its name must not lead to what every object inherits.
  const isReadable = members.size > 0 && members.size <= most && [...members.keys()].every((name) => !(name in {}))
  return isReadable ? { kind: 'object', members: [...members.values()] } : unknown
}

function nullableOf({ anyOf, oneOf }: SchemaObject, way: Way): Form {
  const alternatives = anyOf ?? oneOf ?? []
  const others = alternatives.filter((schema) => !isNull(schema))
  const [other] = others
  if (others.length !== 1 || other === undefined || alternatives.length !== 2) return unknown
  return nullable(formWithin(other, way))
}

const isNull = (schema: Schema) => typeof schema === 'object' && (schema.type === 'null' || schema.const === null)

const nullable = (form: Form): Form =>
  ['bare', 'nullable', 'unknown'].includes(form.kind) ? form : { kind: 'nullable', form }
