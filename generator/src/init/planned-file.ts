/** A file that `init` is to write. */
export interface PlannedFile {
  /** From the project's folder, with `/`. */
  readonly path: string
  readonly text: string
  /** What it is for, or what is added to it. */
  readonly tells: string
  readonly isEdit?: true
}
