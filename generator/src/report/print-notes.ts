import type { Note } from '@tidings/templates'
import { subjectOf } from './note-subject.js'
import type { Reported } from './report.js'
import { visible } from './visible.js'

/** Each note with its place. */
export const printNotes = (notes: readonly Reported<Note>[]): string[] =>
  notes.map((note) => {
    const where = note.pointer ? `${subjectOf(note)} at ${note.pointer}` : subjectOf(note)
    return visible(`info ${note.rule}: ${where}: ${note.message}`)
  })

const mostLines = 20

/**
 * A line for each rule and event or schema: which keywords it is about, and how often. What limits a type comes
 * last: it is the least urgent, and the most.
 */
export function summarizeNotes(notes: readonly Reported<Note>[]): string[] {
  const groups = new Map<string, Map<string, number>>()
  for (const note of notes) {
    const head = `info ${note.rule}: ${subjectOf(note)}`
    const topics = groups.get(head) ?? new Map<string, number>()
    const topic = note.keyword ?? note.message
    groups.set(head, topics.set(topic, (topics.get(topic) ?? 0) + 1))
  }
  const lines = [...groups].map(([head, topics]) => {
    const told = [...topics].map(([topic, count]) => (count === 1 ? topic : `${topic} (${count})`))
    return visible(`${head}: ${told.join(', ')}`)
  })
  const urgent = lines.filter((line) => !line.startsWith('info inexact-type'))
  const shown = [...urgent, ...lines.filter((line) => !urgent.includes(line))]
  const left = shown.length - mostLines
  const more = left > 0 ? [`info: ${left} more like these`] : []
  const hint = urgent.length < lines.length ? 'Where a type is inexact, its validator is exact. ' : ''
  return [...shown.slice(0, mostLines), ...more, `${hint}--verbose tells each of these places.`]
}
