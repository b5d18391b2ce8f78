import type { SchemaObject } from '@tidings/contract'

/** A place where a type cannot say what the schema says, so that only the validator tells. */
export interface Approximation {
  /** What the schema belongs to, such as `OrderConfirmed`. */
  readonly of: string
  /** JSON pointer from there to the schema that holds the keyword. */
  readonly pointer: string
  /** The keyword that the type does not say. */
  readonly keyword: keyof SchemaObject
  /** What the type leaves to the validator, or how it differs. */
  readonly message: string
  /** What the type says in the keyword's place, as a schema; absent where it says nothing. */
  readonly instead?: SchemaObject
}
