import type { Note } from '@tidings/templates'

/** What a note is about, in the contract's words. */
export function subjectOf({ event, part, schema }: Note): string {
  if (event !== undefined) return part === 'headers' ? `the headers of ${event}` : event
  return schema === undefined ? 'the contract' : `schema ${schema}`
}
