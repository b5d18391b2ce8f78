import type { NamedSchema, Schema } from '@tidings/contract'
import type { Type } from '@tidings/templates'
import { readType } from '@tidings/templates'
import type { Path } from '../containment/break.js'
import { flattenType, type TypeOfName } from './flatten-type.js'
import { isAssignable } from './is-assignable.js'

/** What changed in a type of the SDK: whose code no longer compiles against it. */
export interface TypeDifference {
  readonly path: Path
  readonly change: 'added' | 'removed' | 'changed'
  /** Code that reads the data. */
  readonly breaksReaders: boolean
  /** Code that makes it. */
  readonly breaksMakers: boolean
}

export interface TypedSchema {
  readonly schema: Schema
  readonly schemas: readonly NamedSchema[]
}

/**
 * Compares the types that generation prints for two schemas. Readers get the new where they expected the old, makers
 * give the old where the new is expected.
 */
export function compareTypes(before: TypedSchema, after: TypedSchema): readonly TypeDifference[] {
  const differences: TypeDifference[] = []
  const [old, now] = [sideOf(before), sideOf(after)]
  const seen = new Set<string>()
  walk(readTypeOf(before), readTypeOf(after), [])
  return differences

  function walk(one: Type, other: Type, path: Path): void {
    if (one.is === 'reference' && other.is === 'reference') {
      const pair = JSON.stringify([one.name, other.name])
      if (seen.has(pair)) return
      seen.add(pair)
    }
    const [from, to] = [flattenType(one, old), flattenType(other, now)]
    if (from.is === 'array' && to.is === 'array') {
      walk(from.items, to.items, [...path, { anyItem: true }])
      return
    }
    if (from.is === 'object' && to.is === 'object') walkMembers(from, to, path)
    const areObjects = from.is === 'object' && to.is === 'object'
    const [was, is] = areObjects ? [bare(from), bare(to)] : [from, to]
    const breaksReaders = !isAssignable({ part: is, partTypes: now, whole: was, wholeTypes: old, use: 'read' })
    const breaksMakers = !isAssignable({ part: was, partTypes: old, whole: is, wholeTypes: now, use: 'make' })
    if (breaksReaders || breaksMakers) differences.push({ path, change: 'changed', breaksReaders, breaksMakers })
  }

  function walkMembers(from: ObjectType, to: ObjectType, path: Path): void {
    const after = new Map(to.members.map((member) => [member.name, member]))
    for (const member of from.members) {
      const here = [...path, { property: member.name }]
      const same = after.get(member.name)
      if (same === undefined) {
        const isOpen = to.signatures.length > 0
        if (!isOpen) differences.push({ path: here, change: 'removed', breaksReaders: true, breaksMakers: true })
        continue
      }
      if (member.optional !== same.optional) {
        const breaksReaders = same.optional
        differences.push({ path: here, change: 'changed', breaksReaders, breaksMakers: !breaksReaders })
      }
      walk(member.type, same.type, here)
    }
    const names = new Set(from.members.map(({ name }) => name))
    for (const { name, optional } of to.members.filter((member) => !names.has(member.name))) {
      const here = [...path, { property: name }]
      differences.push({ path: here, change: 'added', breaksReaders: false, breaksMakers: !optional })
    }
  }
}

type ObjectType = Type & { readonly is: 'object' }

/** What is left of an object when its members have been compared. */
const bare = (type: Type): Type => (type.is === 'object' ? { ...type, members: [] } : type)

const schemaOf =
  ({ schemas }: TypedSchema) =>
  (name: string) =>
    schemas.find((schema) => schema.name === name)?.schema

const readTypeOf = (typed: TypedSchema): Type => readType(typed.schema, schemaOf(typed)).type

function sideOf(typed: TypedSchema): TypeOfName {
  const types = new Map<string, Type>()
  return (name) => {
    const type = types.get(name) ?? readTypeOf({ ...typed, schema: schemaOf(typed)(name) ?? true })
    types.set(name, type)
    return type
  }
}
