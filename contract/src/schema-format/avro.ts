import type { Reading } from '../contract/reading.js'
import type { Json, Schema, SchemaObject } from '../model/schema.js'
import { isReference } from '../reference/references.js'
import { emptyObject, isArray, isObject, type JsonObject, type JsonTree, stringAt } from '../source/json-tree.js'

/** Gives a named Avro type an entry of its own among the contract's schemas, to be read when its turn comes. */
export type EnterNamed = (value: JsonObject, name: string, read: () => Schema) => Schema

// one character for each byte (Avro 1.9, JSON Encoding)
const bytes = '^[\\u0000-\\u00ff]*$'

const primitives: Readonly<Record<string, SchemaObject>> = {
  null: { type: 'null' },
  boolean: { type: 'boolean' },
  int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  long: { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', pattern: bytes },
  string: { type: 'string' },
}

/** The types that names stand for, in the schema that is being read. */
type Scope = Map<string, Schema>

/**
 * Reads Avro as JSON Schema, as `@asyncapi/avro-schema-parser` maps it (unions are bare values), but with the named
 * types kept by name, once each, so that recursive records stay what they are.
 */
export function createAvroReader(reading: Reading, enter: EnterNamed): (value: JsonTree) => Schema {
  const known = new Map<JsonObject, Schema>()

  const read = (value: JsonTree, scope: Scope, namespace: string, holder: JsonObject): Schema => {
    if (typeof value === 'string') return readName(value, scope, namespace, holder)
    if (isArray(value)) return union(value.map((one) => read(one, scope, namespace, holder)))
    if (!isObject(value)) return true
    if (isReference(value)) return read(reading.references.follow(value) ?? true, scope, namespace, holder)
    const { type } = value
    switch (type) {
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return readNamed(value, scope, namespace)
      case 'array':
        return { type: 'array', items: read(value['items'] ?? true, scope, namespace, value), ...annotations(value) }
      case 'map':
        return {
          type: 'object',
          additionalProperties: read(value['values'] ?? true, scope, namespace, value),
          ...annotations(value),
        }
      default:
        return annotate(read(type ?? true, scope, namespace, value), value)
    }
  }

  const readName = (name: string, scope: Scope, namespace: string, holder: JsonObject): Schema => {
    const primitive = Object.hasOwn(primitives, name) ? primitives[name] : undefined
    const found = primitive ?? scope.get(fullName(name, namespace)) ?? scope.get(name)
    if (found !== undefined) return found
    reading.reporter.report('unknown-avro-type', reading.whereabouts.place(holder), { type: name })
    return true
  }

  const readNamed = (value: JsonObject, scope: Scope, outer: string): Schema => {
    const name = stringAt(value, 'name') ?? ''
    const full = fullName(name, stringAt(value, 'namespace') ?? outer)
    const namespace = full.includes('.') ? full.slice(0, full.lastIndexOf('.')) : ''
    const earlier = known.get(value)
    if (earlier !== undefined) {
      scope.set(full, earlier)
      return earlier
    }
    // the names of a schema are seen in the order of its text, so its inside is read now, not in its turn
    let inside: Schema = true
    const reference = enter(value, full.slice(full.lastIndexOf('.') + 1), () => inside)
    known.set(value, reference)
    scope.set(full, reference)
    for (const alias of isArray(value['aliases']) ? value['aliases'] : []) {
      if (typeof alias === 'string') scope.set(fullName(alias, namespace), reference)
    }
    inside =
      value['type'] === 'enum'
        ? readEnum(value)
        : value['type'] === 'fixed'
          ? readFixed(value)
          : readRecord(value, scope, namespace)
    return reference
  }

  const readRecord = (value: JsonObject, scope: Scope, namespace: string): SchemaObject => {
    const properties = emptyObject() as Record<string, Schema>
    const required: string[] = []
    for (const field of isArray(value['fields']) ? value['fields'] : []) {
      const name = stringAt(field, 'name')
      if (!isObject(field) || name === undefined) continue
      const { type } = field
      properties[name] = annotate(read(type ?? true, scope, namespace, field), field)
      const optional = 'default' in field || (isArray(type) && type.includes('null'))
      if (!optional) required.push(name)
    }
    return { type: 'object', ...annotations(value), ...(required.length > 0 ? { required } : {}), properties }
  }

  return (value) => {
    const target = reading.references.follow(value) ?? true
    const holder = isObject(target) ? target : undefined
    if (holder === undefined && !isArray(target) && typeof target !== 'string') return true
    return read(
      target,
      new Map(),
      '',
      holder ?? reading.whereabouts.adopt(emptyObject(), isArray(target) ? target : emptyObject()),
    )
  }
}

function readEnum(value: JsonObject): SchemaObject {
  const symbols = isArray(value['symbols']) ? value['symbols'].filter((symbol) => typeof symbol === 'string') : []
  return { type: 'string', enum: symbols, ...annotations(value) }
}

function readFixed(value: JsonObject): SchemaObject {
  const size = typeof value['size'] === 'number' ? value['size'] : 0
  return { type: 'string', pattern: bytes, minLength: size, maxLength: size, ...annotations(value) }
}

/** The null of a union last: a reader looks for the value first. */
function union(members: readonly Schema[]): Schema {
  const isNull = (member: Schema) => typeof member === 'object' && member.type === 'null'
  const sorted = [...members.filter((member) => !isNull(member)), ...members.filter(isNull)]
  return sorted.length === 1 ? (sorted[0] ?? true) : { oneOf: sorted }
}

function annotations(value: JsonObject): SchemaObject {
  const description = stringAt(value, 'doc')
  return {
    ...(description === undefined ? {} : { description }),
    ...('default' in value ? { default: value['default'] as Json } : {}),
  }
}

const bounds = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const

/** What a field or a primitive in long form adds; a reference stands alone, so beside it nothing can be added. */
function annotate(schema: Schema, value: JsonObject): Schema {
  const added: Record<string, unknown> = { ...annotations(value) }
  const logicalType = stringAt(value, 'logicalType')
  if (logicalType !== undefined && typeof schema === 'object' && schema.type === 'string') added['format'] = logicalType
  if (typeof value['pattern'] === 'string') added['pattern'] = value['pattern']
  for (const bound of bounds) if (typeof value[bound] === 'number') added[bound] = value[bound]
  if (Object.keys(added).length === 0) return schema
  if (typeof schema === 'boolean') return schema ? (added as SchemaObject) : schema
  if (schema.$ref === undefined) return { ...schema, ...(added as SchemaObject) }
  return { allOf: [schema], ...(added as SchemaObject) }
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}
