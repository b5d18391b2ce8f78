import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { pinged, pingedElsewhere, pingedMessage } from '../fixtures/contracts.js'
import { filesIn, folderWith, put } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'
import { prepareOutput } from '../generate/prepare-output.js'
import { stampOfTool } from '../remembered/stamp-of-tool.js'

vi.mock(import('../generate/prepare-output.js'), async (load) => {
  const { prepareOutput } = await load()
  return { prepareOutput: vi.fn(prepareOutput) }
})
vi.mock(import('../remembered/stamp-of-tool.js'), async (load) => {
  const { stampOfTool } = await load()
  return { stampOfTool: vi.fn(stampOfTool) }
})

/** A project in which somebody has generated. */
async function generated(files: Readonly<Record<string, string>>, argv: readonly string[] = []): Promise<string> {
  const cwd = folderWith({ 'node_modules/x/package.json': '{}', 'package.json': '{}', ...files })
  expect((await runTidings(['generate', ...argv], cwd)).status).toBe(0)
  return cwd
}

/** What a command says, and how often it compiled the contract for that. */
async function again(cwd: string, ...argv: readonly string[]) {
  vi.mocked(prepareOutput).mockClear()
  const ran = await runTidings(['generate', ...argv], cwd)
  return { ...ran, compiled: vi.mocked(prepareOutput).mock.calls.length }
}

/** The same from a project that remembers nothing. */
async function forgotten(cwd: string, ...argv: readonly string[]) {
  rmSync(join(cwd, 'node_modules/.cache'), { recursive: true, force: true })
  return again(cwd, ...argv)
}

test('compiles nothing where nothing has changed, and neither does --check', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  const before = filesIn(cwd)

  const current = expect.stringMatching(/^generated is current \(\d+ files\)\.\n$/)
  expect(await again(cwd)).toEqual({ status: 0, stdout: '', stderr: current, compiled: 0 })
  expect(await again(cwd, '--check')).toEqual({ status: 0, stdout: '', stderr: current, compiled: 0 })
  expect(filesIn(cwd)).toEqual(before)
})

test('--check writes nothing, not even what it has found', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  rmSync(join(cwd, 'node_modules/.cache'), { recursive: true })

  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 1 })
  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 1 })
})

test('remembers by content: a file that was only touched has not changed', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  utimesSync(join(cwd, 'asyncapi.yaml'), 1, 1)

  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 0 })
})

test('says the warnings of the contract again, word for word', async () => {
  const example = '      examples: [{ payload: { at: 7 } }]\n      payload:\n'
  const cwd = await generated({ 'asyncapi.yaml': pinged().replace('      payload:\n', example) })

  for (const argv of [[], ['--check'], ['--format', 'json'], ['--check', '--format', 'sarif'], ['--verbose']]) {
    const { compiled, ...told } = await again(cwd, ...argv)
    expect(compiled).toBe(0)
    expect(told.stdout).toContain('at')
    const { compiled: anew, ...wanted } = await forgotten(cwd, ...argv)
    expect(anew).toBe(1)
    expect(told).toEqual(wanted)
    await runTidings(['generate'], cwd)
  }
})

test('a warning about the folder, as of an edited file, is not said again', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  put(cwd, { 'generated/index.ts': 'edited' })

  expect((await again(cwd)).stdout).toContain('output-edited')
  expect(await again(cwd)).toMatchObject({ stdout: '', compiled: 0 })
})

test.each<[string, (cwd: string) => void]>([
  ['the contract', (cwd) => put(cwd, { 'asyncapi.yaml': `${pingedElsewhere}# more\n` })],
  ['a file that it refers to', (cwd) => put(cwd, { 'messages/pinged.yaml': pingedMessage('when') })],
  ['a generated file', (cwd) => put(cwd, { 'generated/index.ts': 'edited' })],
  ['a generated file that is gone', (cwd) => unlinkSync(join(cwd, 'generated/index.ts'))],
  ['the manifest that is gone', (cwd) => unlinkSync(join(cwd, 'generated/.tidings-manifest.json'))],
  ['all of the output that is gone', (cwd) => rmSync(join(cwd, 'generated'), { recursive: true })],
  ['a generation that was ended half-way', (cwd) => mkdirSync(join(cwd, 'generated/.tidings'))],
  ['the config', (cwd) => put(cwd, { 'tidings.config.json': '{ "importExtension": ".ts" }' })],
  ["templates of one's own", (cwd) => put(cwd, { 'tidings.config.json': '{ "templates": ["./t"] }', 't/x.ts': own })],
])('sees a change of %s', async (_, change) => {
  const cwd = await generated({ 'asyncapi.yaml': pingedElsewhere, 'messages/pinged.yaml': pingedMessage() })
  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 0 })
  change(cwd)

  const { compiled, ...told } = await again(cwd, '--check')

  const { compiled: anew, ...wanted } = await forgotten(cwd, '--check')
  expect(told).toEqual(wanted)
  expect({ compiled, anew }).toEqual({ compiled: 1, anew: 1 })
})

const own = `export default { name: 'x', render: () => [{ path: 'x.txt', text: 'x' }] }`

test('sees that a file became a symbolic link, and that the project got another root', async () => {
  const cwd = await generated({ 'in/asyncapi.yaml': pinged(), 'node_modules/y': '' }, ['in/asyncapi.yaml'])
  expect(await again(cwd, 'in/asyncapi.yaml')).toMatchObject({ compiled: 0 })

  put(cwd, { 'in/package.json': '{}' })
  expect(await again(cwd, 'in/asyncapi.yaml')).toMatchObject({ status: 0, compiled: 1 })

  put(cwd, { 'other.yaml': pinged() })
  unlinkSync(join(cwd, 'in/asyncapi.yaml'))
  symlinkSync(join(cwd, 'other.yaml'), join(cwd, 'in/asyncapi.yaml'))
  expect(await again(cwd, 'in/asyncapi.yaml')).toMatchObject({ compiled: 1 })
})

test('a file of the user’s own in the output folder is none of its business', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  put(cwd, { 'generated/mine.ts': 'mine' })

  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 0 })
  expect(await forgotten(cwd, '--check')).toMatchObject({ status: 0, compiled: 1 })
})

test('line ends that git turned round on the way out change nothing', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  const crlf = Object.entries(filesIn(join(cwd, 'generated'))).map(([path, text]) => [
    `generated/${path}`,
    text.replaceAll('\n', '\r\n'),
  ])
  put(cwd, Object.fromEntries(crlf))

  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 0 })
})

test.each([
  ['--perspective', 'client'],
  ['--import-extension', '.ts'],
  ['--language', 'java'],
  ['--allow-remote-refs'],
])('sees another %s', async (...argv) => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })

  expect((await again(cwd, '--check', ...argv)).compiled).toBe(1)
})

test('compiles each time where templates of one’s own are code that may do anything', async () => {
  const config = '{ "templates": ["./t"] }'
  const cwd = await generated({ 'asyncapi.yaml': pinged(), 'tidings.config.json': config, 't/x.ts': own })

  expect(await again(cwd)).toMatchObject({ status: 0, compiled: 1 })
})

test('sees another tool, and remembers nothing where it cannot tell which tool it is', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })

  const stamp = stampOfTool()
  for (const other of ['another', undefined]) {
    vi.mocked(stampOfTool).mockReturnValue(other)
    expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 1 })
  }
  vi.mocked(stampOfTool).mockReturnValue(stamp)
  await again(cwd)
  expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 0 })
})

test('a contract that is wrong is told each time', async () => {
  const wrong = pinged().replace('#/components/messages/Pinged', '#/components/messages/Ponged')
  const cwd = folderWith({ 'node_modules/x': '', 'asyncapi.yaml': wrong })

  for (const argv of [[], [], ['--check']]) {
    expect(await again(cwd, ...argv)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('dangling-reference'),
    })
  }
})

test('a record that is damaged counts as none', async () => {
  const cwd = await generated({ 'asyncapi.yaml': pinged() })
  const folder = join(cwd, 'node_modules/.cache/tidings')
  for (const damage of ['', '{', 'null', '{"record":7}']) {
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), damage)
    expect(await again(cwd, '--check')).toMatchObject({ status: 0, compiled: 1 })
  }
})

test('remembers nothing, and makes no folder for it, where there is no node_modules', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  await runTidings(['generate'], cwd)

  expect(await again(cwd)).toMatchObject({ status: 0, compiled: 1 })
  expect(Object.keys(filesIn(cwd)).filter((path) => !path.startsWith('generated/'))).toEqual(['asyncapi.yaml'])
})
