import type { Schema, SchemaObject } from '@tidings/contract'
import { tupleOf } from './intersect.js'
import { noteUnchecked } from './read-scalar.js'
import { inside, type Place, type Reader } from './reader.js'
import { neverType, type Type, unknownType } from './type.js'

/** Longer tuples than this are left to the validator. */
const longestTuple = 16

export function readArray(schema: SchemaObject, place: Place, reader: Reader): Type {
  noteUnchecked(schema, ['uniqueItems', 'contains'], place, reader)
  const { items = true, minItems = 0, maxItems = Infinity } = schema
  if (minItems > maxItems) return neverType
  if (maxItems === 0) return { is: 'tuple', elements: [], required: 0 }
  if (isTuple(items)) return readTuple(items, schema, place, reader)
  const type = reader.read(items, inside(place, 'items'))
  if (type.is === 'never') return tupleOf([], minItems, type)
  noteUnchecked(schema, minItems > 0 ? ['minItems', 'maxItems'] : ['maxItems'], place, reader)
  return { is: 'array', items: type }
}

/** Draft-07: a list that is shorter than its `items` is valid, and so is a longer one where `additionalItems` let it. */
function readTuple(items: readonly Schema[], schema: SchemaObject, place: Place, reader: Reader): Type {
  const { minItems = 0, maxItems = Infinity, additionalItems = true } = schema
  const declared = items.map((item, at) => reader.read(item, inside(place, 'items', at)))
  const rest = items.length >= maxItems ? neverType : reader.read(additionalItems, inside(place, 'additionalItems'))
  if (rest.is === 'never') return tupleOf(declared.slice(0, maxItems), minItems, rest)
  const [least, most] = [Math.max(minItems, items.length), Number.isFinite(maxItems) ? maxItems : 0]
  const length = Math.max(least <= longestTuple ? least : items.length, most <= longestTuple ? most : items.length)
  const elements = Array.from({ length }, (_, at) => declared[at] ?? rest)
  if (minItems > length) {
    reader.note(place, {
      keyword: 'minItems',
      message: `left to the validator: minItems ${minItems}`,
      instead: { minItems: length },
    })
  }
  if (maxItems > length) noteUnchecked(schema, ['maxItems'], place, reader)
  return tupleOf(elements, Math.min(minItems, length), maxItems > length ? (rest ?? unknownType) : neverType)
}

const isTuple = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items)
