import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

const document = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
x-events: { kind: domain }
channels:
  orders:
    subscribe:
      message:
        name: SendEmail
        summary: A customer is told.
        payload: { type: object, properties: { to: { type: string } } }
        examples: [{ payload: { to: ada } }]
`
const lintWith = async (config: object, ...argv: string[]) => {
  const cwd = folderWith({
    'asyncapi.yaml': document,
    'tidings.config.json': JSON.stringify({ lint: config }, null, 1),
  })
  const { status, stdout } = await runTidings(['lint', '--format', 'json', ...argv], cwd)
  return { status, findings: JSON.parse(stdout).findings as { rule: string; severity: string; mend: string }[] }
}
const rulesOf = ({ findings }: Awaited<ReturnType<typeof lintWith>>) =>
  findings.map(({ rule, severity }) => `${severity} ${rule}`)

test('without one, the recommended rules are warnings', async () => {
  const result = await lintWith({})
  expect(rulesOf(result)).toEqual(['warning event-past-tense'])
  expect(result.status).toBe(0)
})

test('a rule can be an error, or off', async () => {
  const error = await lintWith({ rules: { 'event-past-tense': 'error' } })
  expect(rulesOf(error)).toEqual(['error event-past-tense'])
  expect(error.status).toBe(1)
  expect(rulesOf(await lintWith({ rules: { 'event-past-tense': 'off' } }))).toEqual([])
})

test('rules of the AsyncAPI parser are set alike', async () => {
  expect(rulesOf(await lintWith({ rules: { 'asyncapi-info-contact': 'info', 'event-past-tense': 'off' } }))).toEqual([
    'info asyncapi-info-contact',
  ])
})

test('the strict rule set asks for more, and the command line chooses before the config', async () => {
  expect(rulesOf(await lintWith({ extends: 'strict' }))).toContain('warning asyncapi-info-description')
  expect(rulesOf(await lintWith({}, '--rule-set', 'strict'))).toContain('warning asyncapi-info-description')
  expect(rulesOf(await lintWith({ extends: 'strict' }, '--rule-set', 'recommended'))).toEqual([
    'warning event-past-tense',
  ])
  expect(rulesOf(await lintWith({ rules: { 'event-past-tense': 'off' } }, '--rule-set', 'strict'))).not.toContain(
    'warning event-past-tense',
  )
})

test.each([
  [{ rules: { 'event-past-tens': 'error' } }, 'config-key', 'Write "event-past-tense".'],
  [{ rules: { elephants: 'error' } }, 'config-key', 'Remove it; docs/lint.md lists all rules.'],
  [
    { rules: { 'event-past-tense': 'fatal' } },
    'config-value',
    'Give it "error", "warning", "info" or "off", or remove it.',
  ],
  [{ rules: ['event-past-tense'] }, 'config-value', 'Give it rule ids with severities, or remove it.'],
  [{ extends: 'strictest' }, 'config-value', 'Give it "recommended" or "strict", or remove it.'],
  [{ rule: {} }, 'config-key', 'Write "rules".'],
])('%j is a finding, and nothing is linted', async (config, rule, mend) => {
  const { status, findings } = await lintWith(config)
  expect(status).toBe(1)
  expect(findings).toEqual([
    expect.objectContaining({
      rule,
      severity: 'error',
      mend,
      place: expect.objectContaining({ file: 'tidings.config.json' }),
    }),
  ])
})
