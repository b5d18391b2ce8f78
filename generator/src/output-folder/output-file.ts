/** A file that generation wants in the output folder. */
export interface OutputFile {
  /** From the output folder, with `/` as the separator. */
  readonly path: string
  readonly text: string
}

/** What generation does with one file. */
export interface FileChange {
  /** From the output folder, with `/` as the separator. */
  readonly path: string
  readonly change: 'created' | 'updated' | 'removed'
}
