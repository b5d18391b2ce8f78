import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pinged as pingedContract } from '../fixtures/contracts.js'
import { type Files, filesIn, folderWith, put } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

/** The newest version, of which no advice is given. */
const pinged = () => pingedContract().replace('3.0.0', '3.1.0')
const dangling = pinged().replace('#/components/messages/Pinged', '#/components/messages/Ponged')

const shop = (one = pinged(), other = pinged()) =>
  folderWith({
    'tidings.config.json': JSON.stringify({
      projects: [
        { name: 'one', contract: 'one/asyncapi.yaml', out: 'one/src' },
        { name: 'other', contract: 'other/asyncapi.yaml', out: 'other/src' },
      ],
    }),
    'one/asyncapi.yaml': one,
    'other/asyncapi.yaml': other,
  })

test('generate writes every project and says of which it tells', async () => {
  const cwd = shop()

  const { status, stdout, stderr } = await runTidings(['generate'], cwd)

  expect(status).toBe(0)
  expect(stdout).toContain('info inexact-type: other: Pinged: ')
  expect(stderr).toMatch(/^one: Wrote \d+ files to one\/src.*\nother: Wrote \d+ files to other\/src.*\n$/)
  expect(Object.keys(filesIn(cwd))).toEqual(
    expect.arrayContaining(['one/src/events/pinged.ts', 'other/src/events/pinged.ts']),
  )
})

test('generate --check fails where one project of several is not current, and names it', async () => {
  const cwd = shop()
  await runTidings(['generate', '--project', 'one'], cwd)

  const { status, stdout, stderr } = await runTidings(['generate', '--check', '--format', 'json'], cwd)

  expect(status).toBe(1)
  expect(stderr).toMatch(/^one: one\/src is current .*\nother: other\/src is not current\.\n$/)
  const { findings, projects } = JSON.parse(stdout)
  expect(new Set(findings.map(({ project }: { project: string }) => project))).toEqual(new Set(['other']))
  expect(projects).toEqual([
    { name: 'one', contract: 'one/asyncapi.yaml' },
    { name: 'other', contract: 'other/asyncapi.yaml' },
  ])
})

test('a project whose contract is wrong does not keep the others from being generated', async () => {
  const cwd = shop(dangling)

  const { status, stdout } = await runTidings(['generate'], cwd)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^one\/asyncapi\.yaml:7:\d+ - error dangling-reference[\s\S]*\n1 error in 2 projects\n$/)
  expect(Object.keys(filesIn(cwd))).toContain('other/src/events/pinged.ts')
})

test('a project whose contract is gone ends with 2, after the others are done', async () => {
  const cwd = shop()
  const argv = ['lint', '--config', 'gone.json', '--format', 'json']
  const projects = [{ name: 'gone', contract: 'gone.yaml', out: 'a' }, { contract: 'one/asyncapi.yaml' }]
  const { status, stdout, stderr } = await runTidings(argv, putInto(cwd, { 'gone.json': JSON.stringify({ projects }) }))

  expect(status).toBe(2)
  expect(stderr).toContain('tidings: cannot read the contract')
  expect(JSON.parse(stdout)).toMatchObject({ status: 2, failures: [{ project: 'gone' }], findings: [] })
})

test('a finding that two projects share is told once', async () => {
  const projects = [
    { name: 'sdk', out: 'sdk' },
    { name: 'java', out: 'java', language: 'java' },
  ]
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify({ projects }), 'asyncapi.yaml': dangling })

  expect((await runTidings(['lint'], cwd)).stdout).toMatch(/\n1 error in 2 projects\n$/)
})

test('model prints the model of one project, and asks which', async () => {
  const cwd = shop()

  expect(await runTidings(['model'], cwd)).toEqual({
    status: 2,
    stdout: '',
    stderr: 'tidings: the config has 2 projects; choose one with --project: one or other\n',
  })
  const { status, stdout } = await runTidings(['model', '--project', 'other'], cwd)
  expect(status).toBe(0)
  expect(JSON.parse(stdout).title).toBe('Pings')
})

test('--report writes the report to a file in its format, and text to the terminal', async () => {
  const cwd = shop(dangling)

  const { status, stdout } = await runTidings(['lint', '--format', 'sarif', '--report', 'reports/tidings.sarif'], cwd)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^one\/asyncapi\.yaml:7:\d+ - error dangling-reference/)
  const { runs } = JSON.parse(readFileSync(join(cwd, 'reports/tidings.sarif'), 'utf8'))
  expect(runs[0].results).toMatchObject([{ ruleId: 'dangling-reference', properties: { project: 'one' } }])
})

test('--report that cannot be written ends with 2', async () => {
  const cwd = shop()

  expect(await runTidings(['lint', '--format', 'json', '--report', 'one/asyncapi.yaml/x'], cwd)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/tidings: cannot \w+ .*: /),
  })
})

test('--watch refuses a format that is one document, unless it goes to a file', async () => {
  expect(await runTidings(['generate', '--watch', '--format', 'junit'], shop())).toEqual({
    status: 2,
    stdout: '',
    stderr: 'tidings: --format junit is one document, and --watch goes on; give it a file by --report\n',
  })
})

function putInto(folder: string, files: Files): string {
  put(folder, files)
  return folder
}
