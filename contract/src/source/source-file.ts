import type { JsonTree } from './json-tree.js'

/** One file of the document, read. */
export interface SourceFile {
  /** Absolute path; for a remote document its URL. */
  readonly path: string
  readonly text: string
  /** What it holds; absent where it could not be read as YAML or JSON. */
  readonly value: JsonTree | undefined
  /** Its text for a reader that stumbles on the names in `stumblingBlocks`: same length, same places. */
  tamedText(): Promise<string>
  /** Whether every reader of YAML takes it for the same: it holds no alias, tag, merge or unusual number. */
  readonly isPlain: boolean
  /**
   * Line and column (from 1) of what stands at these reference tokens: the key of a map or list, the value
   * itself where it is a scalar (unless its key is asked for); the nearest thing around it where nothing stands
   * there.
   */
  locate(tokens: readonly string[], what?: 'value' | 'key'): { readonly line: number; readonly column: number }
}

/** One whose text could not be read; what is wrong with it has been reported. */
export const unreadFile = (path: string, text: string): SourceFile => ({
  path,
  text,
  value: undefined,
  isPlain: false,
  tamedText: async () => text,
  locate: () => ({ line: 1, column: 1 }),
})
