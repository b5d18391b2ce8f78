import { distinctNames } from '../contract/distinct-names.js'
import { isExtension, nameOf, originOf, type Reading } from '../contract/reading.js'
import type { NamedSchema, Schema, SchemaObject } from '../model/schema.js'
import { isReference } from '../reference/references.js'
import { createAvroReader } from '../schema-format/avro.js'
import { readSchemaFormat, type SchemaFormat } from '../schema-format/format.js'
import { convertOpenApi } from '../schema-format/openapi.js'
import { emptyObject, isArray, isObject, type JsonObject, type JsonTree, stringAt } from '../source/json-tree.js'
import { isKeyword, type KeywordKind, keywords, types } from './keywords.js'
import { mapSchema } from './map-schema.js'
import { namesOfPlace } from './schema-names.js'
import { referencedSchema, schemaReference } from './schema-reference.js'

/** Turns the schemas of a document into those of the contract. */
export interface SchemaReader {
  /** References in what it returns are provisional until `finish`. */
  read(value: JsonTree, format: SchemaFormat): Schema
  /** What a provisional reference leads to; any other schema is returned as it is. */
  resolve(schema: Schema): Schema
  /**
   * Names the schemas that are used from `roots`, directly or through one another, and gives them with a function
   * that makes provisional references final.
   */
  finish(roots: readonly Schema[]): {
    schemas: NamedSchema[]
    settle(schema: Schema): Schema
    /** What the document holds where a settled schema was read; nothing where the schema is of our making. */
    homeOf(schema: SchemaObject): JsonObject | undefined
  }
}

interface Entry {
  readonly id: string
  readonly value: JsonObject
  readonly names: readonly string[]
  readonly rank: number
  schema: Schema
}

export function createSchemaReader(reading: Reading): SchemaReader {
  const entries = new Map<string, Entry>()
  const ids = new Map<JsonObject, Map<SchemaFormat, Entry>>()
  const waiting: { entry: Entry; read: () => Schema }[] = []
  const homes = new WeakMap<SchemaObject, JsonObject>()
  let busy = false

  const settleIn = (schema: Schema, home: JsonObject | undefined): Schema => {
    if (home !== undefined && typeof schema === 'object' && !homes.has(schema)) homes.set(schema, home)
    return schema
  }

  const avro = createAvroReader(reading, (value, name, read) => enter(value, 'avro', read, [name]))

  /** Gives a value an entry, to be read when its turn comes: chains of references may be long. */
  const enter = (
    value: JsonObject,
    format: SchemaFormat,
    read: () => Schema,
    names: readonly string[] = [],
  ): Schema => {
    const known = ids.get(value) ?? new Map<SchemaFormat, Entry>()
    ids.set(value, known)
    let entry = known.get(format)
    if (entry === undefined) {
      const { file, tokens } = reading.whereabouts.of(value)
      const id = String(entries.size)
      const own = file.path === reading.contract && tokens[0] === 'components' && tokens[1] === 'schemas'
      entry = {
        id,
        value,
        names: [
          ...names,
          ...namesOfPlace(nameOf(file.path, reading), tokens),
          `${nameOf(file.path, reading)}#${tokens.join('/')} (${format})`,
        ],
        rank: own && tokens.length === 3 ? 0 : 1,
        schema: true,
      }
      entries.set(id, entry)
      known.set(format, entry)
      waiting.push({ entry, read })
    }
    return { $ref: schemaReference(entry.id) }
  }

  const readValue = (value: JsonTree, format: SchemaFormat): Schema => {
    if (isReference(value)) {
      const target = readTarget(reading.references.follow(value), format)
      return typeof target === 'object' && target.$ref !== undefined ? settleIn({ ...target }, value) : target
    }
    if (format === 'avro') return avro(value)
    if (typeof value === 'boolean') return value
    if (!isObject(value)) return true
    return settleIn(readObject(format === 'openapi' ? convertOpenApi(value) : value, format), value)
  }

  const readTarget = (target: JsonTree | undefined, format: SchemaFormat): Schema => {
    if (!isObject(target)) return target === undefined ? true : readValue(target, format)
    // a Multi Format Schema Object names its own format
    const multi = multiFormat(target)
    if (multi !== undefined) return readTarget(reading.references.follow(multi.schema), multi.format)
    // the named types of Avro have entries of their own
    return format === 'avro' ? avro(target) : enter(target, format, () => readValue(target, format))
  }

  const readObject = (value: JsonObject, format: SchemaFormat): SchemaObject => {
    const schema: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      const member = value[key]
      if (member === undefined) continue
      if (isExtension(key)) schema[key] = member
      else if (key === 'externalDocs') {
        const docs = readDocs(member)
        if (docs !== undefined) schema[key] = docs
      } else if (isKeyword(key)) {
        const read = readMember(keywords[key], member, format)
        if (read !== undefined) schema[key] = read
      }
    }
    return schema as SchemaObject
  }

  const readDocs = (value: JsonTree) => {
    const docs = reading.references.follow(value)
    const url = stringAt(docs, 'url')
    const description = stringAt(docs, 'description')
    return url === undefined ? undefined : { url, ...(description === undefined ? {} : { description }) }
  }

  /** What a keyword holds, or nothing where it holds something else: the parser has said so already. */
  const readMember = (kind: KeywordKind, value: JsonTree, format: SchemaFormat): unknown => {
    switch (kind) {
      case 'any':
        return value
      case 'string':
      case 'number':
      case 'boolean':
        return typeof value === kind ? value : undefined
      case 'list':
        return isArray(value) ? value : undefined
      case 'names':
        return isArray(value) ? [...new Set(value.filter((name) => typeof name === 'string'))] : undefined
      case 'type':
        return readType(value)
      case 'schema':
        return isSchema(value) ? readValue(value, format) : undefined
      case 'schema-list':
        return isArray(value) && value.length > 0
          ? value.filter(isSchema).map((one) => readValue(one, format))
          : undefined
      case 'schema-or-list':
        if (isArray(value)) return value.filter(isSchema).map((one) => readValue(one, format))
        return isSchema(value) ? readValue(value, format) : undefined
      case 'schemas':
      case 'dependencies':
        return readMap(value, kind, format)
    }
  }

  const readMap = (value: JsonTree, kind: 'schemas' | 'dependencies', format: SchemaFormat): unknown => {
    const followed = isReference(value) ? reading.references.follow(value) : value
    if (!isObject(followed)) return undefined
    const map = emptyObject() as Record<string, unknown>
    for (const name of Object.keys(followed)) {
      const one = followed[name]
      if (kind === 'dependencies' && isArray(one)) map[name] = one.filter((key) => typeof key === 'string')
      else if (one !== undefined && isSchema(one)) map[name] = readValue(one, format)
    }
    return map
  }

  const drain = () => {
    if (busy) return
    busy = true
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next.entry.schema = next.read()
    busy = false
  }

  const entryOf = (schema: Schema): Entry | undefined =>
    typeof schema === 'object' && schema.$ref !== undefined ? entries.get(referencedSchema(schema.$ref)) : undefined

  return {
    read(value, format) {
      const schema = readValue(value, format)
      drain()
      return schema
    },
    resolve(schema) {
      let at = schema
      for (let entry = entryOf(at), hops = 0; entry !== undefined && hops < 100; entry = entryOf(at), hops++)
        at = entry.schema
      return at
    },
    finish(roots) {
      const used = new Set<Entry>()
      const open: Schema[] = [...roots]
      for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
        const entry = entryOf(schema)
        if (entry !== undefined) {
          if (used.has(entry)) continue
          used.add(entry)
          open.push(entry.schema)
        } else {
          mapSchema(schema, (inner) => {
            open.push(inner)
            return inner
          })
        }
      }
      const names = distinctNames([...used].map((thing) => ({ thing, names: thing.names, rank: thing.rank })))
      const settle = (schema: Schema): Schema => {
        const entry = entryOf(schema)
        const settled =
          entry === undefined ? mapSchema(schema, settle) : { $ref: schemaReference(names.get(entry) ?? entry.id) }
        return typeof schema === 'object' ? settleIn(settled, homes.get(schema)) : settled
      }
      const schemas = [...used].map((entry) => ({
        name: names.get(entry) ?? entry.id,
        schema: settle(entry.schema),
        origin: originOf(entry.value, reading),
      }))
      return {
        schemas: schemas.sort((a, b) => (a.name < b.name ? -1 : 1)),
        settle,
        homeOf: (schema) => homes.get(schema),
      }
    },
  }
}

/** A Multi Format Schema Object (AsyncAPI 3.0): a schema that names its own format. */
export function multiFormat(value: JsonObject): { format: SchemaFormat; schema: JsonTree } | undefined {
  const text = stringAt(value, 'schemaFormat')
  const schema = value['schema']
  if (text === undefined || schema === undefined) return undefined
  return { format: readSchemaFormat(text) ?? 'asyncapi', schema }
}

function isSchema(value: JsonTree): boolean {
  return typeof value === 'boolean' || isObject(value)
}

function readType(value: JsonTree): unknown {
  if (typeof value === 'string') return types.includes(value) ? value : undefined
  if (!isArray(value)) return undefined
  const known = [...new Set(value.filter((type) => typeof type === 'string' && types.includes(type)))]
  return known.length === 0 ? undefined : known
}
