import type { JsonTree } from '../source/json-tree.js'

/** Whether a value passes one schema, or one keyword of it. */
export type Check = (value: JsonTree) => boolean

/** What a keyword may ask of the schema that it is a keyword of. */
export interface Fitting {
  /** The check of a schema inside; made when it is first needed. */
  inner(schema: JsonTree): Check
  /** A member of a value, as it is to be judged. */
  see(value: JsonTree | undefined): JsonTree
  /** Notes that nothing can be said for sure, and gives `false`. */
  doubt(): false
  readonly flags: string
}
