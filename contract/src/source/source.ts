import type { Json } from '../model/schema.js'

/** One file of a document, as it was read. */
export interface Source {
  /** Absolute path; for a remote document its URL. */
  readonly path: string
  /** What it holds, with aliases and merge keys of YAML unfolded and references as they stand. */
  readonly value: Json
  /** Whether it is a file of the project: neither remote nor outside the project root. */
  readonly isOwn: boolean
}
