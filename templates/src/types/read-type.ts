import { referencedSchema, type Schema, type SchemaObject } from '@tidings/contract'
import { type SchemaOf, unwind } from '../schema/unwind.js'
import type { Approximation } from './approximation.js'
import { intersect } from './intersect.js'
import { everyKind, impliedKinds, type JsonKind, kindsOf, statedKinds } from './json-kind.js'
import { noteLooseObjects } from './loose-object.js'
import { readArray } from './read-array.js'
import { readDependencies } from './read-dependencies.js'
import { readNot, refusedKinds } from './read-not.js'
import { readObject } from './read-object.js'
import { readEnumerated, readNumber, readString } from './read-scalar.js'
import { below, type Place, type Reader } from './reader.js'
import { areDisjoint, kindsOfType, type Resolve } from './relate.js'
import { neverType, type Type } from './type.js'
import { typeOfKinds } from './type-of-kinds.js'
import { unite } from './unite.js'

export interface ReadType {
  readonly type: Type
  readonly approximations: readonly Omit<Approximation, 'of'>[]
}

/** The type of a schema that does not come back to itself for one value (see `unwind`), and what it cannot say. */
export function readType(schema: Schema, schemaOf: SchemaOf): ReadType {
  const approximations: Omit<Approximation, 'of'>[] = []
  const reader = createReader(schemaOf, createResolve(schemaOf), ({ pointer }, said) => {
    if (pointer !== undefined) approximations.push({ pointer, ...said })
  })
  const type = reader.read(schema, { pointer: '', kinds: everyKind })
  noteLooseObjects(type, reader)
  return { type, approximations }
}

/** The types of named schemas, each read once; `undefined` while it is being read. */
function createResolve(schemaOf: SchemaOf): Resolve {
  const types = new Map<string, Type | undefined>()
  const reader = createReader(schemaOf, resolve, () => {})
  return resolve

  function resolve(name: string): Type | undefined {
    if (types.has(name)) return types.get(name)
    types.set(name, undefined)
    const schema = unwind(name, schemaOf(name) ?? true, schemaOf)
    types.set(name, reader.read(schema, { pointer: undefined, kinds: everyKind }))
    return types.get(name)
  }
}

function createReader(schemaOf: SchemaOf, resolve: Resolve, note: Reader['note']): Reader {
  const reader: Reader = { schemaOf, resolve, note, read }
  return reader

  function read(schema: Schema, place: Place): Type {
    if (typeof schema === 'boolean') return schema ? typeOfKinds(place.kinds) : neverType
    if (schema.$ref !== undefined) return readReference(referencedSchema(schema.$ref), place, reader)
    return placed(readSchema(schema, place, reader), place.pointer)
  }
}

/** What has no place of its own, because it was put together, has that of the schema that put it together. */
function placed(type: Type, pointer: string | undefined): Type {
  if (pointer === undefined) return type
  if (type.is === 'union') return { ...type, members: type.members.map((member) => placed(member, pointer)) }
  return type.is === 'object' || type.is === 'intersection' ? { pointer, ...type } : type
}

function readReference(name: string, place: Place, { schemaOf, resolve }: Reader): Type {
  const kinds = kindsOf(schemaOf(name) ?? true, schemaOf)
  const admitted = kinds.filter((kind) => place.kinds.includes(kind))
  const reference: Type = { is: 'reference', name }
  return admitted.length === kinds.length ? reference : intersect([reference, typeOfKinds(admitted)], resolve)
}

function readSchema(schema: SchemaObject, place: Place, reader: Reader): Type {
  const kinds = kindsAt(schema, place, reader)
  if (kinds.length === 0) return neverType
  const here: Place = { ...place, kinds }
  const composed = intersect([...compositions(schema, here, reader)], reader.resolve)
  const own = readOwn(schema, here, reader)
  if (own === undefined && kindsOfType(composed, reader.resolve).every((kind) => kinds.includes(kind))) return composed
  return intersect([own ?? typeOfKinds(kinds), composed], reader.resolve)
}

/** The kinds that the type of the schema has; where only its keywords tell, that is noted. */
function kindsAt(schema: SchemaObject, place: Place, reader: Reader): readonly JsonKind[] {
  const refused = refusedKinds(schema.not)
  const stated = statedKinds(schema, reader.schemaOf).filter((kind) => place.kinds.includes(kind))
  const implied = stated.length === everyKind.length ? impliedKinds(schema) : []
  if (implied.length > 0) {
    reader.note(place, {
      keyword: 'type',
      message: `the type means ${implied.join(' or ')}, of which the keywords speak; the schema names no type and takes any other, too`,
      instead: { type: implied },
    })
  }
  return (implied.length > 0 ? implied : stated).filter((kind) => !refused.includes(kind))
}

/** What the schema says itself; `undefined` when that is no more than the kinds. */
function readOwn(schema: SchemaObject, place: Place, reader: Reader): Type | undefined {
  if (schema.enum !== undefined || schema.const !== undefined) return readEnumerated(schema, place, reader)
  const spoken = impliedKinds(schema)
  if (!place.kinds.some((kind) => spoken.includes(kind)) && ![schema.type].flat().includes('integer')) return undefined
  return unite(place.kinds.map((kind) => readKind(kind, schema, place, reader)))
}

function readKind(kind: JsonKind, schema: SchemaObject, place: Place, reader: Reader): Type {
  if (kind === 'object') return readObject(schema, place, reader)
  if (kind === 'array') return readArray(schema, place, reader)
  if (kind === 'number') return readNumber(schema, place, reader)
  return kind === 'string' ? readString(schema, place, reader) : { is: kind }
}

function* compositions(schema: SchemaObject, place: Place, reader: Reader): Iterable<Type> {
  for (const [at, part] of (schema.allOf ?? []).entries()) yield reader.read(part, below(place, 'allOf', at))
  if (schema.anyOf !== undefined) yield unite(alternatives(schema.anyOf, 'anyOf', place, reader))
  if (schema.oneOf !== undefined) yield readOneOf(schema.oneOf, place, reader)
  yield* readDependencies(schema, place, reader)
  yield* readConditional(schema, place, reader)
  yield* readNot(schema, place, reader)
}

const alternatives = (
  schemas: readonly Schema[],
  keyword: 'anyOf' | 'oneOf',
  place: Place,
  reader: Reader,
): readonly Type[] => schemas.map((schema, at) => reader.read(schema, below(place, keyword, at)))

function readOneOf(schemas: readonly Schema[], place: Place, reader: Reader): Type {
  const types = alternatives(schemas, 'oneOf', place, reader)
  const apart = types.every((one, at) => types.slice(at + 1).every((other) => areDisjoint(one, other, reader.resolve)))
  if (!apart) {
    const message = 'a value of several alternatives is of the type, but is refused: exactly one must match'
    reader.note(place, { keyword: 'oneOf', message, instead: { anyOf: schemas } })
  }
  return unite(types)
}

/** Either branch, where there are both: a type cannot ask a question. */
function* readConditional(schema: SchemaObject, place: Place, reader: Reader): Iterable<Type> {
  if (schema.if === undefined || ((schema.then ?? true) === true && (schema.else ?? true) === true)) return
  if (schema.then === undefined || schema.else === undefined) {
    reader.note(place, { keyword: 'if', message: 'the condition is left to the validator' })
    return
  }
  const message = 'the type takes `then` or `else`, whatever the condition says'
  reader.note(place, { keyword: 'if', message, instead: { anyOf: [schema.then, schema.else] } })
  const branches = (['then', 'else'] as const).map((branch) =>
    reader.read(schema[branch] ?? true, below(place, branch)),
  )
  yield unite(branches)
}
