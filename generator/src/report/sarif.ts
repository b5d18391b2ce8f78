import { createHash } from 'node:crypto'
import { relative, resolve, sep } from 'node:path'
import type { Finding, Place, Severity } from '@tidings/contract'
import { version } from '../command-line/version.js'
import { detailsOf } from './details.js'
import { isElsewhere } from './place-name.js'
import type { Reported } from './report.js'
import type { ReportDocument } from './report-document.js'
import { describeRule } from './rule-help.js'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** What SARIF calls the folder that its paths are relative to, as GitHub and its viewers know it. */
const rootId = '%SRCROOT%'

export interface SarifFolders {
  /** What the document's paths are relative to. */
  readonly cwd: string
  /** What the log's are to be relative to: the root of the checkout. */
  readonly root: string
}

/** A report as a SARIF 2.1.0 log with one run. */
export function sarifOf(document: ReportDocument, folders: SarifFolders) {
  const { command, findings, failures, rules } = document
  const ids = [...new Set(findings.map(({ rule }) => rule))]
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'tidings',
            semanticVersion: version(),
            informationUri: 'https://github.com/tidings/tidings',
            rules: ids.map((id) => ruleOf({ ...describeRule(id), ...known.get(id) })),
          },
        },
        // GitHub keeps what each command found apart by this.
        automationDetails: { id: `tidings/${command}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [rootId]: { description: { text: 'The root of the checkout.' } } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            exitCode: document.status,
            toolExecutionNotifications: failures.map(({ message, project }) => ({
              level: 'error',
              message: { text: project === undefined ? message : `${project}: ${message}` },
            })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), document, folders)),
      },
    ],
  }
}

const ruleOf = ({ id, summary, help }: ReturnType<typeof describeRule>) => ({
  id,
  shortDescription: { text: summary },
  helpUri: help,
})

function resultOf(finding: Reported<Finding>, ruleIndex: number, document: ReportDocument, folders: SarifFolders) {
  const { rule, severity, related = [], project, breaks, witness } = finding
  const place = finding.place ?? contractOf(finding, document)
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: messageOf(finding) },
    // GitHub takes no result without a place.
    locations: place === undefined ? [] : [locationOf(place, folders)],
    relatedLocations: related
      .filter(({ place }) => !isElsewhere(place.file))
      .map(({ message, place }, id) => ({ id, message: { text: message }, ...locationOf(place, folders) })),
    partialFingerprints: { 'tidings/v1': fingerprintOf(finding) },
    properties: {
      ...(project !== undefined && { project }),
      ...(breaks && { breaks }),
      ...(witness !== undefined && { witness }),
    },
  }
}

function contractOf({ project }: Reported<Finding>, { projects }: ReportDocument): Place | undefined {
  const found = projects.find(({ name }) => name === project) ?? projects[0]
  return found && { file: found.contract, line: 1, column: 1 }
}

function locationOf({ file, line, column, pointer }: Place, { cwd, root }: SarifFolders) {
  const path = isElsewhere(file) ? undefined : relative(root, resolve(cwd, file)).split(sep)
  return {
    physicalLocation: {
      artifactLocation:
        path === undefined
          ? { uri: encodeURI(file) }
          : { uri: path.map(encodeURIComponent).join('/'), uriBaseId: rootId },
      region: { startLine: line, startColumn: column },
    },
    ...(pointer && { logicalLocations: [{ fullyQualifiedName: pointer }] }),
  }
}

/** The first sentence is what lists show. Related places that are in no file of the checkout are told here. */
function messageOf(finding: Finding): string {
  const { message, related = [], mend } = finding
  const elsewhere = related.filter(({ place }) => isElsewhere(place.file))
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return [sentence, ...detailsOf({ ...finding, related: elsewhere }), mend].join('\n')
}

/** The same while a finding moves in its file. */
function fingerprintOf({ rule, message, place, project }: Reported<Finding>): string {
  const where = place && [place.file, place.pointer]
  return createHash('sha256')
    .update(JSON.stringify([rule, message, where, project]))
    .digest('hex')
    .slice(0, 32)
}
