import type { Note } from '@tidings/templates'
import type { Reported } from './report.js'

/** What a note is about, in the contract's words, after the project where there are several. */
export function subjectOf({ event, part, schema, project }: Reported<Note>): string {
  const where = project === undefined ? '' : `${project}: `
  if (event !== undefined) return `${where}${part === 'headers' ? `the headers of ${event}` : event}`
  return `${where}${schema === undefined ? 'the contract' : `schema ${schema}`}`
}
