import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '@tidings/contract'
import { Ajv } from 'ajv'
import formatsPlugin from 'ajv-formats'
import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { printSarif } from './print-sarif.js'
import type { Report } from './report.js'

// The schema is draft-04, of which it uses nothing but `id` that draft-07 does not know.
const { $schema, id, ...schema } = JSON.parse(
  readFileSync(new URL('fixtures/sarif-2.1.0.json', import.meta.url), 'utf8'),
)
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
formatsPlugin.default(ajv)
const validate = ajv.compile(schema)

const options = { colours: false, verbose: false, continuous: false, env: {} }
const report = (findings: readonly Finding[], parts: Partial<Report> = {}): Report => ({
  command: 'lint',
  projects: [{ name: 'orders', contract: '/repo/service/asyncapi.yaml' }],
  findings,
  notes: [],
  changes: [],
  suppressed: 0,
  rules: [],
  failures: [],
  ...parts,
})

const logOf = (report: Report, cwd = '/repo/service', env = {}) => {
  const log = JSON.parse(printSarif(report, { ...options, cwd, env }))
  validate(log)
  expect(validate.errors).toBe(null)
  return log.runs[0]
}

const place = { file: '/repo/service/event schemas/ä.yaml', line: 2, column: 3, pointer: '/a' }
const finding: Finding = {
  rule: 'x-y',
  severity: 'warning',
  message: 'it is wrong; expected right',
  place,
  mend: 'Mend it.',
}

test('a finding is a result with level, place from the checkout, and rule', () => {
  const run = logOf(report([finding]), '/repo/service', { GITHUB_WORKSPACE: '/repo' })

  expect(run.results).toEqual([
    {
      ruleId: 'x-y',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 'It is wrong; expected right.\nMend it.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'service/event%20schemas/%C3%A4.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 3 },
          },
          logicalLocations: [{ fullyQualifiedName: '/a' }],
        },
      ],
      relatedLocations: [],
      partialFingerprints: { 'tidings/v1': expect.stringMatching(/^[\da-f]{32}$/) },
      properties: {},
    },
  ])
  expect(run.tool.driver.rules).toEqual([
    {
      id: 'x-y',
      shortDescription: { text: 'X y.' },
      helpUri: 'https://github.com/tidings/tidings/blob/main/contract/README.md',
    },
  ])
  expect(run.automationDetails).toEqual({ id: 'tidings/lint/' })
})

test('what a command knows of its rules is told', () => {
  const rules = [{ id: 'x-y', summary: 'X is never y.', help: 'https://example.com/x-y' }]

  expect(logOf(report([finding, finding], { rules })).tool.driver.rules).toEqual([
    { id: 'x-y', shortDescription: { text: 'X is never y.' }, helpUri: 'https://example.com/x-y' },
  ])
})

test('other places, whom it breaks and the witness are told; a place in a git revision only in words', () => {
  const related = [
    { message: 'first here', place: { file: '/repo/service/b.yaml', line: 1, column: 1 } },
    { message: 'before', place: { file: 'git:origin/main:service/a.yaml', line: 7, column: 9 } },
  ]
  const [result] = logOf(report([{ ...finding, related, breaks: ['forward'], witness: { id: 17 } }])).results

  expect(result.message.text).toBe(
    'It is wrong; expected right.\nbefore: git:origin/main:service/a.yaml:7:9\nBreaks: who reads what is sent (forward)\nWitness: {"id":17}\nMend it.',
  )
  expect(result.relatedLocations).toMatchObject([{ id: 0, message: { text: 'first here' } }])
  expect(result.properties).toEqual({ breaks: ['forward'], witness: { id: 17 } })
})

test('a finding without place stands at the contract, since GitHub takes none without', () => {
  const { place: _, ...nowhere } = finding

  expect(logOf(report([nowhere]), '/repo').results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'service/asyncapi.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 1, startColumn: 1 },
  })
})

test('a finding that moves in its file keeps its fingerprint, and others have others', () => {
  const printOf = (changed: Partial<Finding>) =>
    logOf(report([{ ...finding, ...changed }])).results[0].partialFingerprints

  expect(printOf({ place: { ...place, line: 99 } })).toEqual(printOf({}))
  expect(printOf({ place: { ...place, pointer: '/b' } })).not.toEqual(printOf({}))
  expect(printOf({ message: 'else' })).not.toEqual(printOf({}))
})

test('paths are relative to the folder that holds .git', () => {
  const root = folderWith({ '.git/HEAD': '', 'service/asyncapi.yaml': '' })
  const place = { file: join(root, 'service/asyncapi.yaml'), line: 1, column: 1 }

  const [result] = logOf(report([{ ...finding, place }]), join(root, 'service')).results

  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('service/asyncapi.yaml')
})

test('no finding, and a project that could not be done, are a log too', () => {
  expect(logOf(report([])).results).toEqual([])
  const failures = [{ project: 'orders', message: 'cannot read the contract' }]
  expect(logOf(report([], { failures })).invocations).toEqual([
    {
      executionSuccessful: false,
      exitCode: 2,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'orders: cannot read the contract' } }],
    },
  ])
})
