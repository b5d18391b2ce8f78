import type { Finding, Severity } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import { excerptOf } from './excerpt.js'
import { subjectOf } from './note-subject.js'
import { placeName } from './place-name.js'
import type { PrintOptions, PrintReport } from './printing.js'
import { countBySeverity } from './report.js'
import { visible } from './visible.js'

/** For people: each finding with its place, the line that it is about with the place marked, and the mend. */
export const printText: PrintReport = ({ findings, notes, changes }, options) => {
  const paint = options.colours ? painted : plain
  const blocks = findings.map((finding) => printFinding(finding, options, paint))
  if (notes.length > 0 && options.verbose) blocks.push(printNotes(notes).join('\n'))
  // Where nothing was written they have been told before.
  else if (notes.length > 0 && changes.length > 0) blocks.push(summarizeNotes(notes).join('\n'))
  if (findings.length > 0) blocks.push(printCounts(findings))
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

function printFinding({ rule, severity, message, place, mend }: Finding, { cwd }: PrintOptions, paint: Paint): string {
  const where = place && `${visible(placeName(place.file, cwd))}:${place.line}:${place.column}`
  const head = `${where === undefined ? '' : `${paint.place(where)} - `}${paint[severity](severity)} ${rule}: ${visible(message)}`
  const excerpt = place && excerptOf(place)
  if (place === undefined || excerpt === undefined) return [head, `  Mend: ${visible(mend)}`].join('\n')
  const gutter = String(place.line)
  const mark = paint[severity](`^${'~'.repeat(excerpt.length - 1)}`)
  return [
    head,
    `  ${paint.dim(`${gutter} |`)} ${excerpt.line}`,
    `  ${paint.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(excerpt.offset)}${mark}`,
    `  Mend: ${visible(mend)}`,
  ].join('\n')
}

const printNotes = (notes: readonly Note[]): string[] =>
  notes.map((note) => {
    const where = note.pointer ? `${subjectOf(note)} at ${note.pointer}` : subjectOf(note)
    return visible(`info ${note.rule}: ${where}: ${note.message}`)
  })

const mostLines = 20

/**
 * A line for each rule and event or schema: which keywords it is about, and how often. What limits a type comes
 * last: it is the least urgent, and the most.
 */
function summarizeNotes(notes: readonly Note[]): string[] {
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

function printCounts(findings: readonly Finding[]): string {
  const { error, warning, info } = countBySeverity(findings)
  const counts: [number, string][] = [
    [error, 'error'],
    [warning, 'warning'],
  ]
  const told = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`)
  return [...told, ...(info > 0 ? [`${info} info`] : [])].join(', ')
}

type Paint = Readonly<Record<Severity | 'place' | 'dim', (text: string) => string>>

const asItIs = (text: string): string => text
const plain: Paint = { error: asItIs, warning: asItIs, info: asItIs, place: asItIs, dim: asItIs }

const styled = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`
const painted: Paint = { error: styled(31), warning: styled(33), info: styled(34), place: styled(36), dim: styled(2) }
