import type { Severity } from '@tidings/contract'
import { subjectOf } from './note-subject.js'
import { placeName } from './place-name.js'
import type { PrintReport } from './printing.js'

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands of GitHub Actions, which show each finding at its place in the pull request. */
export const printGithub: PrintReport = ({ findings, notes }, { cwd, env, verbose }) => {
  // GitHub places files by the root of the checkout, wherever the step runs.
  const root = env['GITHUB_WORKSPACE'] || cwd
  const annotations = findings.map(({ rule, severity, message, place, mend }) => {
    const properties = {
      ...(place && { file: placeName(place.file, root), line: place.line, col: place.column }),
      title: `tidings: ${rule}`,
    }
    return annotation(commands[severity], properties, `${message}\n${mend}`)
  })
  const told = verbose ? notes : []
  return [
    ...annotations,
    ...told.map((note) =>
      annotation('notice', { title: `tidings: ${note.rule}` }, `${subjectOf(note)}: ${note.message}`),
    ),
  ].join('')
}

function annotation(command: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${command} ${list.join(',')}::${escapeData(message)}\n`
}

// As the runner's own toolkit escapes them (actions/toolkit, command.ts).
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
