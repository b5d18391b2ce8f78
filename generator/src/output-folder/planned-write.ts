/** A file that is to stand in the output folder, beside what stands there now. */
export interface PlannedWrite {
  readonly path: string
  readonly text: string
  /** What stands there now; absent for nothing. */
  readonly before?: { readonly text: string; readonly hash: string }
  readonly state: FileState
}

/**
 * What became of our file before: nothing stands there, it is as we wrote it, somebody edited it, or it looks
 * like ours although the manifest does not name it (a manifest is easily lost in a merge).
 */
export type FileState = 'absent' | 'as-written' | 'edited' | 'unlisted'
