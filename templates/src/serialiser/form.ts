import type { Schema } from '@tidings/contract'

/** What is known of the JSON text of each value that a schema admits. */
export type Form = Bare | Plain | Text | Listed | Membered | Named | Nullable | Unknown

/** A number, `true`, `false` or `null`: as JavaScript writes it. */
interface Bare {
  readonly kind: 'bare'
}

/** A string in which nothing has to be escaped. */
interface Plain {
  readonly kind: 'plain'
}

/** A string. */
interface Text {
  readonly kind: 'text'
}

/** An array of items that have functions of their own. */
export interface Listed {
  readonly kind: 'list'
  readonly items: Schema
}

/** An object with members that are known by name. */
export interface Membered {
  readonly kind: 'object'
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  /** What is known of its values is asked for when they are written: schemas may come back to themselves. */
  readonly schema: Schema
  readonly isRequired: boolean
}

/** What a shared schema admits, where that is an object or a list. */
interface Named {
  readonly kind: 'named'
  readonly name: string
}

interface Nullable {
  readonly kind: 'nullable'
  readonly form: Form
}

/** Anything. */
interface Unknown {
  readonly kind: 'unknown'
}

export const unknown: Form = { kind: 'unknown' }

/** Whether it is written by a function of its own. */
export const isStructured = (form: Form): boolean =>
  form.kind === 'nullable' ? isStructured(form.form) : ['list', 'object', 'named'].includes(form.kind)
