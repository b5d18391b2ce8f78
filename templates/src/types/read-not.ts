import type { Schema, SchemaObject } from '@tidings/contract'
import type { JsonKind } from './json-kind.js'
import type { Place, Reader } from './reader.js'
import { neverType, type Type } from './type.js'

const annotations = [
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'externalDocs',
  'readOnly',
  'writeOnly',
]

/** The assertions of a schema, by keyword. */
const assertionsOf = (schema: SchemaObject) =>
  Object.keys(schema).filter((keyword) => !annotations.includes(keyword) && !keyword.startsWith('x-'))

/** The kinds that `not: { type }` takes away, where it says nothing else. */
export function refusedKinds(not: Schema | undefined): readonly JsonKind[] {
  if (typeof not !== 'object' || assertionsOf(not).join() !== 'type') return []
  return [not.type ?? []].flat().flatMap((name): JsonKind[] => (name === 'integer' ? [] : [name as JsonKind]))
}

/** What `not` says in a type's words, if it has any: else it is noted. */
export function* readNot(schema: SchemaObject, place: Place, reader: Reader): Iterable<Type> {
  const { not } = schema
  if (not === undefined || not === false) return
  if (not === true || assertionsOf(not).length === 0) {
    yield neverType
    return
  }
  const assertions = assertionsOf(not).join()
  const absent = assertions === 'required' && not.required?.length === 1 ? not.required[0] : undefined
  if (absent !== undefined) {
    yield { is: 'object', members: [{ name: absent, type: neverType, optional: true }], signatures: [] }
    return
  }
  const refused = [not.type ?? []].flat()
  if (
    assertions === 'type' &&
    (!refused.includes('integer') || refused.includes('number') || !place.kinds.includes('number'))
  )
    return
  reader.note(place, { keyword: 'not', message: 'left to the validator: not' })
}
