import type { Json } from '../model/schema.js'

/** One thing to say about a document, for people and machines. */
export interface Finding {
  /** Kebab-case and stable, such as `dangling-reference`. */
  readonly rule: string
  readonly severity: Severity
  /** What is wrong with the actual value, then what was expected. */
  readonly message: string
  /** The file that really holds the problem; absent only where no file does. */
  readonly place?: Place
  /** How to put it right. */
  readonly mend: string
  /** Other places that belong to it, such as where the earlier definition stands. */
  readonly related?: readonly Related[]
  /** Data of an event that shows it: a value that was valid and no longer is. */
  readonly witness?: Json
  /** Whom a change breaks. */
  readonly breaks?: readonly Audience[]
}

export interface Related {
  /** What stands there: `before`, `first used here`. */
  readonly message: string
  readonly place: Place
}

/**
 * Who a change of a contract can break: who reads what is sent (`forward`: old code reads new events), who reads what
 * was sent before (`backward`: new code reads old events), who compiles against the generated SDK (`source`), and
 * whoever finds events by address, type, key or server (`wire`).
 */
export type Audience = 'forward' | 'backward' | 'source' | 'wire'

/** `error` stops generation; `warning` and `info` do not. */
export type Severity = 'error' | 'warning' | 'info'

export interface Place {
  /** Absolute path. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
  /** JSON pointer inside the file, where there is one. */
  readonly pointer?: string
}
