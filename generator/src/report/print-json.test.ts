import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { printJson } from './print-json.js'
import type { Report } from './report.js'

const schema = JSON.parse(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'))
const options = { cwd: '/repo', colours: true, verbose: false, continuous: false, env: {} }
const origin = { file: 'asyncapi.yaml', pointer: '/a', line: 1, column: 2 }
const report: Report = {
  command: 'generate',
  projects: [{ name: 'orders', contract: '/repo/asyncapi.yaml' }],
  suppressed: 3,
  rules: [
    { id: 'a', summary: 'A.', help: 'https://example.com/a' },
    { id: 'unheard-of', summary: 'Not found.' },
  ],
  failures: [],
  findings: [
    {
      project: 'orders',
      rule: 'a',
      severity: 'error',
      message: 'm',
      place: { file: '/repo/asyncapi.yaml', line: 1, column: 2, pointer: '/x' },
      mend: 'n',
    },
    {
      rule: 'b',
      severity: 'info',
      message: 'm',
      related: [{ message: 'before', place: { file: 'git:HEAD~1:asyncapi.yaml', line: 1, column: 2 } }],
      breaks: ['forward', 'wire'],
      witness: { id: '17' },
      mend: 'n',
    },
  ],
  notes: [
    { rule: 'c', message: 'm', event: 'E', part: 'headers', pointer: '/x', keyword: 'type', origin },
    { rule: 'd', message: 'm', schema: 'S' },
  ],
  changes: [{ path: 'index.ts', change: 'created', project: 'orders' }],
}

test('prints the whole report with places relative to the working folder', () => {
  expect(JSON.parse(printJson(report, options))).toEqual({
    report: 1,
    command: 'generate',
    status: 1,
    projects: [{ name: 'orders', contract: 'asyncapi.yaml' }],
    counts: { error: 1, warning: 0, info: 1, suppressed: 3 },
    findings: [
      { ...report.findings[0], place: { file: 'asyncapi.yaml', line: 1, column: 2, pointer: '/x' } },
      report.findings[1],
    ],
    rules: [{ id: 'a', summary: 'A.', help: 'https://example.com/a' }],
    notes: report.notes,
    changes: report.changes,
    failures: [],
  })
})

test('a command that could not be done for a project ended with 2', () => {
  const failures = [{ project: 'orders', message: 'cannot read the contract' }]

  expect(JSON.parse(printJson({ ...report, failures }, options))).toMatchObject({ status: 2, failures })
})

test('prints what report.schema.json describes, and nothing beyond', () => {
  const validate = new Ajv({ strict: true }).compile(schema)

  validate(JSON.parse(printJson({ ...report, failures: [{ project: 'orders', message: 'm' }] }, options)))
  expect(validate.errors).toBe(null)
  expect(validate({ ...JSON.parse(printJson(report, options)), more: 1 })).toBe(false)
})

test('prints one line where several reports follow each other', () => {
  expect(printJson(report, { ...options, continuous: true }).split('\n')).toHaveLength(2)
})
