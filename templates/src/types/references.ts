import { type Json, referencedSchema, type Schema } from '@tidings/contract'
import type { SchemaOf } from '../schema/unwind.js'
import { isList } from './read-scalar.js'
import type { Type } from './type.js'

/** The named schemas that a type leads to, at any depth. */
export function referencesOf(type: Type, schemaOf: SchemaOf): ReadonlySet<string> {
  const found = new Set<string>()
  const open = namesIn(type)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...namesInSchema(schemaOf(name) ?? true))
  }
  return found
}

function namesIn(type: Type): string[] {
  const names: string[] = []
  const open: Type[] = [type]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.is === 'reference') names.push(next.name)
    if (next.is === 'union' || next.is === 'intersection') open.push(...next.members)
    if (next.is === 'array') open.push(next.items)
    if (next.is === 'tuple') open.push(...next.elements, ...(next.rest === undefined ? [] : [next.rest]))
    if (next.is === 'object') open.push(...[...next.members, ...next.signatures].map((part) => part.type))
  }
  return names
}

function namesInSchema(schema: Schema): string[] {
  const names: string[] = []
  const open: Json[] = [schema as Json]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    if (isList(next)) open.push(...next)
    else {
      open.push(...Object.values(next))
      if (typeof next['$ref'] === 'string' && next['$ref'].startsWith('#/schemas/'))
        names.push(referencedSchema(next['$ref']))
    }
  }
  return names
}
