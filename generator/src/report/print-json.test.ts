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
  findings: [
    {
      rule: 'a',
      severity: 'error',
      message: 'm',
      place: { file: '/repo/asyncapi.yaml', line: 1, column: 2, pointer: '/x' },
      mend: 'n',
    },
    { rule: 'b', severity: 'info', message: 'm', mend: 'n' },
  ],
  notes: [
    { rule: 'c', message: 'm', event: 'E', part: 'headers', pointer: '/x', keyword: 'type', origin },
    { rule: 'd', message: 'm', schema: 'S' },
  ],
  changes: [{ path: 'index.ts', change: 'created' }],
}

test('prints the whole report with places relative to the working folder', () => {
  expect(JSON.parse(printJson(report, options))).toEqual({
    report: 1,
    command: 'generate',
    status: 1,
    counts: { error: 1, warning: 0, info: 1 },
    findings: [
      { ...report.findings[0], place: { file: 'asyncapi.yaml', line: 1, column: 2, pointer: '/x' } },
      report.findings[1],
    ],
    notes: report.notes,
    changes: report.changes,
  })
})

test('prints what report.schema.json describes, and nothing beyond', () => {
  const validate = new Ajv({ strict: true }).compile(schema)

  validate(JSON.parse(printJson(report, options)))
  expect(validate.errors).toBe(null)
  expect(validate({ ...JSON.parse(printJson(report, options)), more: 1 })).toBe(false)
})

test('prints one line where several reports follow each other', () => {
  expect(printJson(report, { ...options, continuous: true }).split('\n')).toHaveLength(2)
})
