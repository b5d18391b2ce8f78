/**
 * Judges one value against one schema: `undefined` when it is valid, else what is wrong with it, at least one
 * problem. `tolerant` lets undeclared properties pass where the schema closes an object.
 * This is all that the runtime knows of a validator, whoever generated it.
 */
export type Validate = (value: unknown, mode?: ValidationMode) => readonly Problem[] | undefined

export type ValidationMode = 'strict' | 'tolerant'

/** One thing that is wrong with a value. */
export interface Problem {
  /** JSON pointer (RFC 6901) to the value at fault; empty for the whole. */
  readonly pointer: string
  /** What is wrong with the actual value, then what was expected: `Invalid type: expected string but received 7`. */
  readonly message: string
  /** The JSON Schema keyword that was violated, such as `required`. */
  readonly keyword: string
}
