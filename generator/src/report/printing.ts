import type { Report } from './report.js'

/** Turns a report into text for standard output. */
export type PrintReport = (report: Report, options: PrintOptions) => string

export interface PrintOptions {
  /** Places are told relative to this folder. */
  readonly cwd: string
  /** Escape sequences are welcome. */
  readonly colours: boolean
  /** Tells each note with its place, not only a line for each event or schema. */
  readonly verbose: boolean
  /** One report of several, as with --watch. */
  readonly continuous: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}
