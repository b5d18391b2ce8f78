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
}

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
