import type { Finding } from '@tidings/contract'
import { detailsOf, placed } from './details.js'
import type { PrintReport } from './printing.js'
import type { Reported } from './report.js'
import { documentOf, type ReportDocument } from './report-document.js'
import { element, escapeText } from './xml.js'

/**
 * JUnit's XML, for CI servers that show test results; made from the JSON document. A suite is a project, a failing
 * case an error; warnings and infos are cases that pass and say so. A project without errors has a case that passes.
 */
export const printJunit: PrintReport = (report, { cwd }) => {
  const document = documentOf(report, cwd)
  const suites = suitesOf(document)
  const name = `tidings ${document.command}`
  const cases = suites.flatMap((suite) => suite.cases)
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n`
  return `${head}${element('testsuites', { name, ...countsOf(cases) }, suites.map(printSuite).join(''))}`
}

interface Suite {
  readonly name: string
  readonly cases: readonly Case[]
}

interface Case {
  readonly kind: 'passed' | 'failed' | 'broken'
  readonly text: string
}

function suitesOf(document: ReportDocument): readonly Suite[] {
  const { command, findings, failures, projects } = document
  const [only] = projects.length === 1 ? projects : []
  const names = projects.length === 0 ? ['config'] : projects.map(({ name }) => name)
  return names.map((name) => {
    const isOf = ({ project = only?.name ?? names[0] }: { readonly project?: string }) => project === name
    const classname = `tidings.${command}`
    const cases = [
      ...findings.filter(isOf).map((finding) => caseOf(finding, classname)),
      ...failures.filter(isOf).map(({ message }): Case => {
        const error = element('error', { type: 'failure', message }, escapeText(message))
        return { kind: 'broken', text: element('testcase', { name: message, classname, time: 0 }, error) }
      }),
    ]
    const passed = element('testcase', { name: `${command} ${name}`, classname, time: 0 })
    return {
      name,
      cases: cases.some(({ kind }) => kind !== 'passed') ? cases : [{ kind: 'passed', text: passed }, ...cases],
    }
  })
}

function caseOf(finding: Reported<Finding>, classname: string): Case {
  const { rule, severity, message, place } = finding
  const told = escapeText(tell(finding))
  const outcome =
    severity === 'error' ? element('failure', { type: rule, message }, told) : element('system-out', {}, told)
  const where = place && { file: place.file, line: place.line }
  const text = element('testcase', { name: `${rule}: ${message}`, classname, time: 0, ...where }, outcome)
  return { kind: severity === 'error' ? 'failed' : 'passed', text }
}

const printSuite = ({ name, cases }: Suite): string =>
  element('testsuite', { name, ...countsOf(cases), skipped: 0 }, cases.map(({ text }) => text).join(''))

const countsOf = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ kind }) => kind === 'failed').length,
  errors: cases.filter(({ kind }) => kind === 'broken').length,
  time: 0,
})

/** All of a finding, in lines. */
function tell(finding: Finding): string {
  const { rule, severity, message, place, mend } = finding
  const head = `${place === undefined ? '' : `${placed(place)} - `}${severity} ${rule}: ${message}`
  return [head, ...detailsOf(finding), `Mend: ${mend}`].join('\n')
}
