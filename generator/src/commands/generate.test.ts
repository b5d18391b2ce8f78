import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pinged, pingedElsewhere, pingedMessage } from '../fixtures/contracts.js'
import { filesIn, folderWith, outputIn, put } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

test('writes the SDK of asyncapi.yaml to generated/ and says so', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })

  const { status, stderr } = await runTidings(['generate'], cwd)

  const files = Object.keys(outputIn(join(cwd, 'generated')))
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: `Wrote ${files.length} files to generated (0 unchanged).\n`,
  })
  expect(files).toContain('events/pinged.ts')
})

test('gives the same bytes whatever the working folder is', async () => {
  const cwd = folderWith({ 'contracts/asyncapi.yaml': pinged(), 'elsewhere/x': '' })

  await runTidings(['generate', 'contracts/asyncapi.yaml'], cwd)
  await runTidings(['generate', '../contracts/asyncapi.yaml', '--out', 'out'], join(cwd, 'elsewhere'))

  expect(filesIn(join(cwd, 'elsewhere/out'))).toEqual(filesIn(join(cwd, 'generated')))
})

test('writes nothing for a contract that is wrong, and leaves what is there', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  await runTidings(['generate'], cwd)
  const before = filesIn(join(cwd, 'generated'))
  put(cwd, { 'asyncapi.yaml': pinged().replace('#/components/messages/Pinged', '#/components/messages/Ponged') })

  const { status, stdout, stderr } = await runTidings(['generate'], cwd)

  expect({ status, stderr }).toEqual({ status: 1, stderr: 'Nothing was written.\n' })
  expect(stdout).toMatch(/^asyncapi\.yaml:7:\d+ - error dangling-reference: /)
  expect(filesIn(join(cwd, 'generated'))).toEqual(before)
})

test('makes no folder for a contract that is wrong', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'asyncapi: 3.0.0\n' })

  expect((await runTidings(['generate'], cwd)).status).toBe(1)
  expect(existsSync(join(cwd, 'generated'))).toBe(false)
})

test('a problem is shown in the file that holds it', async () => {
  const cwd = folderWith({
    'asyncapi.yaml': pingedElsewhere,
    'messages/pinged.yaml': "payload:\n  $ref: '#/gone'\n",
  })

  expect((await runTidings(['generate'], cwd)).stdout).toMatch(
    /^messages\/pinged\.yaml:2:\d+ - error dangling-reference/,
  )
})

test('--check says file by file what is not current, and writes nothing', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  await runTidings(['generate'], cwd)
  expect(await runTidings(['generate', '--check'], cwd)).toMatchObject({ status: 0, stdout: '' })
  put(cwd, { 'asyncapi.yaml': pinged('when') })
  const before = filesIn(cwd)

  const { status, stdout, stderr } = await runTidings(['generate', '--check'], cwd)

  expect({ status, stderr }).toEqual({ status: 1, stderr: 'generated is not current.\n' })
  expect(stdout).toContain('generated/events/pinged.ts:')
  expect(stdout).toContain('output-outdated')
  expect(filesIn(cwd)).toEqual(before)
})

test('--check makes no folder', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })

  expect((await runTidings(['generate', '--check'], cwd)).status).toBe(1)
  expect(Object.keys(filesIn(cwd))).toEqual(['asyncapi.yaml'])
})

test('the project root, or the folder of the contract, may be the output folder', async () => {
  const mine = { 'asyncapi.yaml': pinged(), 'index.html': 'mine', 'package.json': '{}', 'src/mine.ts': 'mine' }
  const cwd = folderWith(mine)

  expect(await runTidings(['generate', '--out', '.'], cwd)).toMatchObject({ status: 0 })

  expect(filesIn(cwd)).toMatchObject(mine)
  expect(await runTidings(['generate', '--out', '.', '--check'], cwd)).toMatchObject({ status: 0, stdout: '' })
})

test("a user's file that stands where ours should go is a finding, and stays", async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged(), 'generated/index.ts': 'mine' })

  const { status, stdout } = await runTidings(['generate'], cwd)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^generated\/index\.ts:1:1 - error output-taken: /)
  expect(outputIn(join(cwd, 'generated'))).toEqual({ 'index.ts': 'mine' })
})

test('a generated file that was edited by hand is replaced with a warning', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  await runTidings(['generate'], cwd)
  const before = filesIn(cwd)
  put(cwd, { 'generated/index.ts': 'edited' })

  const { status, stdout } = await runTidings(['generate'], cwd)

  expect(status).toBe(0)
  expect(stdout).toContain('generated/index.ts:1:1 - warning output-edited: index.ts was edited by hand')
  expect(filesIn(cwd)).toEqual(before)
})

test('a generation that was killed is completed even while the contract is wrong', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'asyncapi: 3.0.0\n' })
  mkdirSync(join(cwd, 'generated/.tidings/staged'), { recursive: true })
  writeFileSync(join(cwd, 'generated/.tidings/staged/0'), 'half')

  const { status, stdout } = await runTidings(['generate'], cwd)

  expect(status).toBe(1)
  expect(stdout).toContain('info output-unfinished: an earlier generation')
  expect(existsSync(join(cwd, 'generated/.tidings'))).toBe(false)
})

test('--import-extension says how import specifiers end', async () => {
  const endings: Record<string, string> = { '.js': ".js'", '.ts': ".ts'", none: "events/pinged'" }
  for (const [ending, written] of Object.entries(endings)) {
    const cwd = folderWith({ 'asyncapi.yaml': pinged() })
    await runTidings(['generate', '--import-extension', ending], cwd)
    const index = filesIn(cwd)['generated/index.ts'] ?? ''
    expect(index.split('\n').find((line) => line.includes('events/pinged'))).toContain(written)
  }
})

test('--perspective client turns the operations round', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  await runTidings(['generate', '--out', 'application'], cwd)
  await runTidings(['generate', '--out', 'client', '--perspective', 'client'], cwd)

  const { 'application/operations.ts': application, 'client/operations.ts': client } = filesIn(cwd)
  expect(application).toContain('interface Publisher')
  expect(client).toContain('interface Handlers')
  expect(client).not.toEqual(application)
})

test('--allow-refs-outside follows a reference out of the project', async () => {
  const parent = folderWith({
    'project/package.json': '{}',
    'project/asyncapi.yaml': pingedElsewhere.replace('messages/', '../messages/'),
    'messages/pinged.yaml': pingedMessage(),
  })
  const cwd = join(parent, 'project')

  const refused = await runTidings(['generate'], cwd)
  expect(refused.status).toBe(1)
  expect(refused.stdout).toContain('error reference-outside-root')
  expect((await runTidings(['generate', '--allow-refs-outside'], cwd)).status).toBe(0)
})

test('--format json reports what was written', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })

  const { status, stdout } = await runTidings(['generate', '--format', 'json'], cwd)

  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    report: 1,
    command: 'generate',
    status: 0,
    findings: [],
    changes: expect.arrayContaining([{ path: 'events/pinged.ts', change: 'created' }]),
  })
})

test('--format github annotates the contract', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'asyncapi: 9.0.0\n' })

  expect((await runTidings(['generate', '--format', 'github'], cwd)).stdout).toMatch(
    /^::error file=asyncapi\.yaml,line=1,col=\d+,title=tidings%3A unknown-version::the AsyncAPI version is /,
  )
})
