import type { Finding, Severity } from '@tidings/contract'
import { checkoutAround } from './checkout.js'
import { detailsOf, placed } from './details.js'
import { subjectOf } from './note-subject.js'
import { placeName } from './place-name.js'
import type { PrintReport } from './printing.js'

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** A step shows so many annotations of a severity, and drops the others. */
const annotationLimit = 10

/**
 * Workflow commands of GitHub Actions, which show each finding at its place in the pull request. Where GitHub would
 * drop some, the last that it shows says how many more there are; these stand in the log, with their places.
 */
export const printGithub: PrintReport = ({ command, findings, notes }, { cwd, env, verbose }) => {
  // GitHub places files by the root of the checkout, wherever the step runs.
  const root = checkoutAround(cwd, env)
  const annotations = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const those = findings.filter((finding) => finding.severity === severity)
    if (those.length <= annotationLimit) return those.map((finding) => annotationOf(finding, root))
    const shown = those.slice(0, annotationLimit - 1)
    const more = those.slice(annotationLimit - 1)
    const told = `${more.length} more of this kind; the log of this step has all, and so has --format sarif`
    return [
      ...shown.map((finding) => annotationOf(finding, root)),
      annotation(commands[severity], { title: `tidings ${command}` }, told),
      ...more.map((finding) => annotationOf(finding, root, true)),
    ]
  })
  const told = verbose ? notes : []
  return [
    ...annotations,
    ...told.map((note) =>
      annotation('notice', { title: `tidings: ${note.rule}` }, `${subjectOf(note)}: ${note.message}`),
    ),
  ].join('')
}

/** The log shows the message alone, so that one which is shown there alone tells its place. */
function annotationOf(finding: Finding, root: string, isForLog = false): string {
  const { rule, severity, message, place, mend } = finding
  const nameOf = (file: string) => placeName(file, root)
  const head = isForLog && place ? `${placed(place, nameOf)} ${rule}: ${message}` : message
  const properties = {
    ...(place && { file: nameOf(place.file), line: place.line, col: place.column }),
    title: `tidings: ${rule}`,
  }
  return annotation(commands[severity], properties, [head, ...detailsOf(finding, nameOf), mend].join('\n'))
}

function annotation(command: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${command} ${list.join(',')}::${escapeData(message)}\n`
}

// As the runner's own toolkit escapes them (actions/toolkit, command.ts).
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
