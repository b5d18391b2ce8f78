import type { Schema, SchemaObject } from '@tidings/contract'
import type { SchemaOf } from '../schema/unwind.js'
import { everyKind, type JsonKind } from './json-kind.js'
import type { Resolve } from './relate.js'
import type { Type } from './type.js'

/** What the parts of reading a type share. */
export interface Reader {
  read(schema: Schema, place: Place): Type
  /** Lists what the type of the schema at a place does not say. */
  note(place: Place, note: Note): void
  readonly schemaOf: SchemaOf
  readonly resolve: Resolve
}

export interface Note {
  readonly keyword: keyof SchemaObject
  readonly message: string
  readonly instead?: SchemaObject
}

export interface Place {
  /** `undefined` where nothing is noted. */
  readonly pointer: string | undefined
  /** The kinds of value that can stand here, as far as the schemas around say. */
  readonly kinds: readonly JsonKind[]
}

/** A place inside the value: nothing is known of it yet. */
export function inside(place: Place, ...tokens: readonly (string | number)[]): Place {
  return { ...below(place, ...tokens), kinds: everyKind }
}

/** Another schema of the same value. */
export function below(place: Place, ...tokens: readonly (string | number)[]): Place {
  return { ...place, pointer: place.pointer === undefined ? undefined : place.pointer + tokens.map(token).join('') }
}

const token = (name: string | number) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
