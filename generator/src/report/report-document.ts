import type { Finding, Place } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { FileChange } from '../output-folder/output-file.js'
import { placeName } from './place-name.js'
import type { Failure, Report, Reported, ReportedProject, RuleDescription, Status } from './report.js'
import { countBySeverity, statusOf } from './report.js'

/** A report as `report.schema.json` describes it. Paths are relative to the folder that the command ran in. */
export interface ReportDocument {
  readonly report: 1
  readonly command: string
  readonly status: Status
  readonly projects: readonly ReportedProject[]
  readonly counts: Readonly<Record<'error' | 'warning' | 'info' | 'suppressed', number>>
  readonly findings: readonly Reported<Finding>[]
  readonly rules: readonly RuleDescription[]
  readonly notes: readonly Reported<Note>[]
  readonly changes: readonly Reported<FileChange>[]
  readonly failures: readonly Reported<Failure>[]
}

/** What every machine-readable format is made from. */
export function documentOf(report: Report, cwd: string): ReportDocument {
  const { command, projects, findings, notes, changes, suppressed, rules, failures } = report
  const found = new Set(findings.map(({ rule }) => rule))
  return {
    report: 1,
    command,
    status: failures.length > 0 ? 2 : statusOf(report),
    projects: projects.map(({ name, contract }) => ({ name, contract: placeName(contract, cwd) })),
    counts: { ...countBySeverity(findings), suppressed },
    findings: findings.map((finding) => findingIn(finding, cwd)),
    rules: rules.filter(({ id }) => found.has(id)),
    notes,
    changes,
    failures,
  }
}

function findingIn(finding: Reported<Finding>, cwd: string): Reported<Finding> {
  const { project, rule, severity, message, place, related, witness, breaks, mend } = finding
  const told = (place: Place): Place => ({ ...place, file: placeName(place.file, cwd) })
  return {
    ...(project !== undefined && { project }),
    rule,
    severity,
    message,
    ...(place && { place: told(place) }),
    ...(related && { related: related.map(({ message, place }) => ({ message, place: told(place) })) }),
    ...(breaks && { breaks }),
    ...(witness !== undefined && { witness }),
    mend,
  }
}
