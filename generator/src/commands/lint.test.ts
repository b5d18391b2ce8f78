import { expect, test } from 'vitest'
import { pinged } from '../fixtures/contracts.js'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

const withExample = (value: string) =>
  pinged().replace('      payload:', `      examples: [{ payload: { at: ${value} } }]\n      payload:`)

test('takes an example that does not fit for an error, which generate takes for a warning', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': withExample('1') })

  const linted = await runTidings(['lint'], cwd)
  const generated = await runTidings(['generate'], cwd)

  expect(linted.status).toBe(1)
  expect(linted.stdout).toContain('error example-mismatch')
  expect(generated.status).toBe(0)
  expect(generated.stdout).toContain('warning example-mismatch')
})

test('has nothing to say of a document that knows none of our conventions and is well', async () => {
  const { status, stdout, stderr } = await runTidings(['lint'], folderWith({ 'asyncapi.yaml': withExample('now') }))

  expect(status).toBe(0)
  expect(stdout).toBe('')
  expect(stderr).toBe('Nothing to say.\n')
})

test('gives advice where the strict rule set asks for it, and does not fail for it', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': withExample('now') })

  const { status, stdout } = await runTidings(['lint', '--rule-set', 'strict'], cwd)

  expect(status).toBe(0)
  expect(stdout).not.toContain(' error ')
  expect(stdout).toMatch(/ - warning unbounded-string: /)
})

test('tells with --verbose how much the document asks not to be told', async () => {
  const contract = pinged().replace(
    '      payload:',
    '      x-lint-ignore: { event-without-version: it never changes }\n      payload:',
  )
  const cwd = folderWith({ 'asyncapi.yaml': contract })

  const { stderr } = await runTidings(['lint', '--rule-set', 'strict', '--verbose'], cwd)

  expect(stderr).toBe('1 finding ignored, as the document asks.\n')
})

test('shows every error with its place and mend', async () => {
  const contract = pinged().replace("'#/channels/pings'", "'#/channels/pongs'")

  const { status, stdout } = await runTidings(['lint'], folderWith({ 'asyncapi.yaml': contract }))

  expect(status).toBe(1)
  expect(stdout).toMatch(/^asyncapi\.yaml:9:\d+ - error dangling-reference: .*\n {2}9 \| .*\n.*\^.*\n {2}Mend: /m)
})

test('SARIF tells what each rule of ours asks for, and where its page is', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged().replaceAll('Pinged', 'SendEmail') })

  const { runs } = JSON.parse((await runTidings(['lint', '--rule-set', 'strict', '--format', 'sarif'], cwd)).stdout)

  expect(runs[0].tool.driver.rules).toContainEqual({
    id: 'event-past-tense',
    shortDescription: { text: expect.stringMatching(/^An event is .*\.$/) },
    helpUri: 'https://github.com/tidings/tidings/blob/main/docs/lint.md#event-past-tense',
  })
})

test('tells of a document that cannot be read why, and gives no advice that was not asked for', async () => {
  const contract = pinged().replace("channel: { $ref: '#/channels/pings' }", "channel: { $ref: '#/channels/pongs' }")
  const cwd = folderWith({
    'asyncapi.yaml': contract,
    'tidings.config.json': JSON.stringify({ lint: { rules: { 'dangling-reference': 'off' } } }),
  })

  const { status, stdout } = await runTidings(['lint'], cwd)

  expect(status).toBe(1)
  expect(stdout.split('\n').filter((line) => / - (?:error|warning|info) /.test(line))).toEqual([
    expect.stringContaining(' - error '),
  ])
})
