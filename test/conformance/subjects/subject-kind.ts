import type { Subject } from '@tidings/runtime/conformance'

/** How many messages prove a volume; 10,000 is the full size. */
export const volume = Number(process.env['TIDINGS_VOLUME'] ?? 300)

/** A transport, and where it is found for the conformance suite. */
export interface SubjectKind {
  /** As the docs' table heads its column. */
  readonly title: string
  /** Its results are in `results/<file>.json`. */
  readonly file: string
  readonly isMissing: boolean
  readonly note: string
  open(): Promise<OpenSubject>
}

export interface OpenSubject {
  readonly subject: Subject
  /** Leaves nothing behind. */
  close(): Promise<void>
}
