import type { Json, SchemaObject } from '@tidings/contract'
import { formatOf } from '../validator/formats.js'
import { keywordsOf, kindOf } from './json-kind.js'
import type { Place, Reader } from './reader.js'
import { neverType, type Type } from './type.js'
import { unite } from './unite.js'

export function readNumber(schema: SchemaObject, place: Place, reader: Reader): Type {
  const types = [schema.type].flat()
  if (types.includes('integer') && !types.includes('number')) {
    const message = 'the type takes any number, the validator whole ones alone'
    reader.note(place, { keyword: 'type', message, instead: { type: 'number' } })
  }
  noteUnchecked(schema, keywordsOf.number, place, reader)
  noteFormat(schema, 'number', place, reader)
  return { is: 'number' }
}

export function readString(schema: SchemaObject, place: Place, reader: Reader): Type {
  noteUnchecked(schema, keywordsOf.string, place, reader)
  noteFormat(schema, 'string', place, reader)
  return { is: 'string' }
}

/** The values of `enum` and `const` that the other keywords do not refuse. */
export function readEnumerated(schema: SchemaObject, place: Place, reader: Reader): Type {
  const listed = schema.enum ?? [schema.const as Json]
  const values = listed
    .filter((value) => schema.const === undefined || canonical(value) === canonical(schema.const))
    .filter((value) => place.kinds.includes(kindOf(value)) && isOfType(value, schema))
    .filter((value) => isWithinBounds(value, schema))
  const kinds = new Set(values.map(kindOf))
  if (kinds.has('string')) noteUnchecked(schema, ['pattern'], place, reader)
  if (kinds.has('number')) noteUnchecked(schema, ['multipleOf'], place, reader)
  if (kinds.has('string')) noteFormat(schema, 'string', place, reader)
  if (kinds.has('number')) noteFormat(schema, 'number', place, reader)
  if (kinds.has('array')) noteUnchecked(schema, keywordsOf.array, place, reader)
  if (kinds.has('object')) noteUnchecked(schema, keywordsOf.object, place, reader)
  if (values.some(holdsObject)) {
    const message = 'TypeScript takes objects with more properties than the listed ones, too'
    reader.note(place, { keyword: schema.enum === undefined ? 'const' : 'enum', message })
  }
  return unite(values.map(typeOfValue))
}

/** The type of one value; the list of an object's properties is not closed. */
export function typeOfValue(value: Json): Type {
  if (value === null) return { is: 'null' }
  if (isList(value)) return { is: 'tuple', elements: value.map(typeOfValue), required: value.length }
  if (typeof value !== 'object') return { is: 'literal', value }
  const members = Object.entries(value).map(([name, member]) => ({ name, type: typeOfValue(member), optional: false }))
  const closed = { key: ['', ''], type: neverType, optional: false }
  return { is: 'object', members, signatures: members.length === 0 ? [closed] : [] }
}

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

function holdsObject(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isList(value) ? value.some(holdsObject) : Object.keys(value).length > 0
}

const canonical = (value: Json): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
  })

const isOfType = (value: Json, { type }: SchemaObject): boolean => {
  if (type === undefined || typeof value !== 'number') return true
  return [type].flat().some((name) => name === 'number' || (name === 'integer' && Number.isSafeInteger(value)))
}

function isWithinBounds(value: Json, schema: SchemaObject): boolean {
  if (typeof value === 'number') {
    const {
      minimum = -Infinity,
      maximum = Infinity,
      exclusiveMinimum = -Infinity,
      exclusiveMaximum = Infinity,
    } = schema
    return value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum
  }
  if (typeof value !== 'string') return true
  const length = [...value].length
  return length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? Infinity)
}

/** Notes the keywords of a schema that no type says. */
export function noteUnchecked(
  schema: SchemaObject,
  keywords: readonly (keyof SchemaObject)[],
  place: Place,
  reader: Reader,
): void {
  for (const keyword of keywords) {
    if (schema[keyword] === undefined || (keyword === 'uniqueItems' && schema.uniqueItems === false)) continue
    reader.note(place, { keyword, message: `left to the validator: ${shown(keyword, schema[keyword])}` })
  }
}

function noteFormat(schema: SchemaObject, kind: 'number' | 'string', place: Place, reader: Reader): void {
  const { format } = schema
  if (format === undefined || formatOf(format)?.type !== kind) return
  reader.note(place, { keyword: 'format', message: `left to the validator: ${shown('format', format)}` })
}

const shown = (keyword: keyof SchemaObject, value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? `${keyword} ${value}` : keyword
