import type { Finding, Json, Place, Severity } from '@tidings/contract'
import { describeAudiences } from './audiences.js'
import { createExcerpts, type Excerpt } from './excerpt.js'
import { type Paint, painted, plain } from './paint.js'
import { placeName } from './place-name.js'
import { printNotes, summarizeNotes } from './print-notes.js'
import type { PrintOptions, PrintReport } from './printing.js'
import { countBySeverity, type Report, type Reported } from './report.js'
import { visible } from './visible.js'

/** For people: each finding with its place, the line that it is about with the place marked, and the mend. */
export const printText: PrintReport = (report, options) => {
  const { findings, notes, changes } = report
  const view = { options, paint: options.colours ? painted : plain, excerptOf: createExcerpts() }
  const blocks = findings.map((finding) => printFinding(finding, view).join('\n'))
  if (notes.length > 0 && options.verbose) blocks.push(printNotes(notes).join('\n'))
  // Where nothing was written they have been told before.
  else if (notes.length > 0 && changes.length > 0) blocks.push(summarizeNotes(notes).join('\n'))
  if (findings.length > 0) blocks.push(printCounts(report))
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

interface View {
  readonly options: PrintOptions
  readonly paint: Paint
  excerptOf(place: Place): Excerpt | undefined
}

function printFinding(finding: Reported<Finding>, view: View): string[] {
  const { rule, severity, message, place, related = [], breaks, witness, mend, project } = finding
  const { paint } = view
  const name = place === undefined ? project : nameOf(place, view)
  const where = name === undefined ? '' : `${paint.place(name)} - `
  return [
    `${where}${paint[severity](severity)} ${rule}: ${visible(message)}`,
    ...printExcerpt(place, paint[severity], view),
    ...related.flatMap(({ message, place }) => [
      `  ${visible(message)}: ${paint.place(nameOf(place, view))}`,
      ...printExcerpt(place, paint.place, view),
    ]),
    ...(breaks === undefined || breaks.length === 0 ? [] : [`  Breaks: ${describeAudiences(breaks)}`]),
    ...(witness === undefined ? [] : [`  Witness: ${printWitness(witness, view.options.verbose)}`]),
    `  Mend: ${visible(mend)}`,
  ]
}

const nameOf = ({ file, line, column }: Place, { options }: View): string =>
  `${visible(placeName(file, options.cwd))}:${line}:${column}`

function printExcerpt(place: Place | undefined, paintMark: (text: string) => string, view: View): string[] {
  const excerpt = place && view.excerptOf(place)
  if (excerpt === undefined) return []
  const gutter = String(place?.line)
  const mark = paintMark(`^${'~'.repeat(excerpt.length - 1)}`)
  return [
    `  ${view.paint.dim(`${gutter} |`)} ${excerpt.line}`,
    `  ${view.paint.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(excerpt.offset)}${mark}`,
  ]
}

const witnessLimit = 400

function printWitness(witness: Json, isWhole: boolean): string {
  const text = visible(JSON.stringify(witness))
  return isWhole || text.length <= witnessLimit
    ? text
    : `${text.slice(0, witnessLimit)}… (--verbose prints all ${text.length} characters)`
}

function printCounts({ findings, suppressed, projects }: Report): string {
  const { error, warning, info } = countBySeverity(findings)
  const counts: readonly (readonly [Severity | 'suppressed', number])[] = [
    ['error', error],
    ['warning', warning],
    ['info', info],
    ['suppressed', suppressed],
  ]
  const told = counts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}${count > 1 && (word === 'error' || word === 'warning') ? 's' : ''}`)
  const where = projects.length > 1 ? ` in ${projects.length} projects` : ''
  return `${told.join(', ')}${where}`
}
