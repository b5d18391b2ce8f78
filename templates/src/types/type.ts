import type { SchemaObject } from '@tidings/contract'

/** A TypeScript type as far as JSON needs one, before it is printed. `undefined` is only what an index signature may give. */
export type Type =
  | { readonly is: 'unknown' }
  | { readonly is: 'never' }
  | { readonly is: 'null' | 'boolean' | 'number' | 'string' }
  | { readonly is: 'undefined' }
  | LiteralType
  | ReferenceType
  | ArrayType
  | TupleType
  | ObjectType
  | UnionType
  | IntersectionType

export interface LiteralType {
  readonly is: 'literal'
  readonly value: string | number | boolean
}

/** A named schema of the contract. */
export interface ReferenceType {
  readonly is: 'reference'
  readonly name: string
}

export interface ArrayType {
  readonly is: 'array'
  readonly items: Type
}

export interface TupleType {
  readonly is: 'tuple'
  /** Those up to `required` must be there. */
  readonly elements: readonly Type[]
  readonly required: number
  /** What may follow; nothing where it is absent. */
  readonly rest?: Type
}

/** One without members and without signatures is any object. */
export interface ObjectType {
  readonly is: 'object'
  readonly members: readonly Member[]
  readonly signatures: readonly IndexSignature[]
  /** The schema that it was read from; absent where a value stands for itself. */
  readonly pointer?: string
}

export interface Member {
  readonly name: string
  readonly type: Type
  readonly optional: boolean
  /** For its docs. */
  readonly schema?: SchemaObject
}

export interface IndexSignature {
  /** The fixed texts of the keys, with anything between them: `['', '']` is any key, `['x-', '']` is `x-${string}`. */
  readonly key: readonly string[]
  readonly type: Type
  /** Also the type of an optional member, which is `undefined` where it is absent. */
  readonly optional: boolean
}

export interface UnionType {
  readonly is: 'union'
  readonly members: readonly Type[]
}

export interface IntersectionType {
  readonly is: 'intersection'
  readonly members: readonly Type[]
  /** The schema that it was read from. */
  readonly pointer?: string
}

export const unknownType: Type = { is: 'unknown' }
export const neverType: Type = { is: 'never' }
export const anyKey: readonly string[] = ['', '']

export const isAnyKey = ({ key }: Pick<IndexSignature, 'key'>): boolean =>
  key.length === 2 && key[0] === '' && key[1] === ''

/** The same for types that print the same; docs and places do not count. */
export function keyOf(type: Type): string {
  return JSON.stringify(type, (key, value) => (key === 'schema' || key === 'pointer' ? undefined : value))
}

/** The members of a union, or the type alone; none for `never`. */
export function alternativesOf(type: Type): readonly Type[] {
  if (type.is === 'never') return []
  return type.is === 'union' ? type.members : [type]
}
