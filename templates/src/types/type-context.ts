import type { Code } from '../output/index.js'
import type { SchemaOf } from '../schema/unwind.js'
import type { Approximation } from './approximation.js'

/** What a type needs to know of the file and the contract that it stands in. */
export interface TypeContext {
  /** How the file refers to a named schema of the contract. */
  reference(name: string): Code
  /** A named schema of the contract. */
  readonly schemaOf: SchemaOf
  /** What the approximations belong to, such as `OrderConfirmed`. */
  readonly of: string
  /** JSON pointer from there to the schema; empty unless given. */
  readonly pointer?: string
  /** Takes each place where the type cannot say what the schema says. */
  approximate(approximation: Approximation): void
  /** The name of the schema where it is a named one: it may lead back to itself. */
  readonly declares?: string | undefined
}
