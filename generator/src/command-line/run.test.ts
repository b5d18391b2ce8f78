import { expect, test } from 'vitest'
import { pinged } from '../fixtures/contracts.js'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'
import { commands } from './commands.js'
import { version } from './version.js'

test.each([
  [['generat'], "tidings: unknown command 'generat'; did you mean generate?\n"],
  [['elephant'], "tidings: unknown command 'elephant'; expected generate, model, lint, diff\n"],
  [['generate', '--chek'], "tidings: unknown option '--chek'; did you mean --check?\n"],
  [['generate', 'a.yaml', 'b.yaml'], "tidings: too many arguments for 'generate'. Expected 1 argument but got 2.\n"],
  [['generate', '--out'], "tidings: option '--out <folder>' argument missing\n"],
  [['lint', '--format', 'xml'], 'tidings: --format is xml; expected text, json, github, sarif or junit\n'],
  [
    ['lint', '--format', 'jsno'],
    'tidings: --format is jsno; expected text, json, github, sarif or junit; did you mean json?\n',
  ],
  [['lint', '--out', 'x'], "tidings: unknown option '--out'\n"],
  [['generate', '--check', '--watch'], 'tidings: --check and --watch exclude each other; choose one\n'],
  [['generate', '--config', 'gone.yaml'], 'tidings: cannot read the config file gone.yaml\n'],
])('wrong usage %j ends with 2 and a clear message', async (argv, stderr) => {
  expect(await runTidings(argv, folderWith())).toEqual({ status: 2, stdout: '', stderr })
})

test('no command at all is wrong usage that shows the help', async () => {
  const { status, stdout, stderr } = await runTidings([], folderWith())

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^tidings: expected a command\n\nUsage: tidings <command>/)
})

test('--help names every command', async () => {
  const { status, stdout, stderr } = await runTidings(['--help'], folderWith())

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const [name, { summary }] of Object.entries(commands)) expect(stdout).toContain(`${name.padEnd(10)} ${summary}`)
})

test.each(Object.keys(commands))('%s --help shows what it does, its options and examples', async (name) => {
  const definition = await commands[name]?.load()
  const { status, stdout } = await runTidings([name, '--help'], folderWith())

  expect(status).toBe(0)
  expect(definition).toMatchObject({ name, summary: commands[name]?.summary })
  for (const { line } of definition?.examples ?? []) expect(stdout).toContain(`  ${line}\n`)
})

test('--version prints the version', async () => {
  expect(await runTidings(['--version'], folderWith())).toEqual({ status: 0, stdout: `${version()}\n`, stderr: '' })
})

test('a contract that is missing ends with 2 and without a stack', async () => {
  const cwd = folderWith()

  expect(await runTidings(['model'], cwd)).toEqual({
    status: 2,
    stdout: '',
    stderr: `tidings: cannot read the contract ${cwd}/asyncapi.yaml: there is no such file; name the file, as in tidings generate orders.yaml\n`,
  })
})

test('a fault of ours is one line that says where to report it, with the stack when asked for', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  const broken = {
    get TIDINGS_DEBUG(): string {
      return ''
    },
    get NO_COLOR(): string {
      throw new TypeError('a fault\nof ours')
    },
  }

  const { status, stderr } = await runTidings(['model'], cwd, { env: broken })
  expect(status).toBe(2)
  expect(stderr).toBe(
    'tidings: internal error: TypeError: a fault (--debug prints where it arose); please report it at https://github.com/tidings/tidings/issues\n',
  )
  expect((await runTidings(['model', '--debug'], cwd, { env: broken })).stderr).toMatch(
    /issues\nTypeError: a fault[\s\S]*at /,
  )
})

test('colours are for terminals, and for nobody who wants none', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'asyncapi: 3.0.0\n' })
  const isPainted = async (circumstances: Parameters<typeof runTidings>[2]) =>
    (await runTidings(['lint'], cwd, circumstances)).stdout.includes('\u001b[')

  expect(await isPainted({})).toBe(false)
  expect(await isPainted({ isTTY: true })).toBe(true)
  expect(await isPainted({ isTTY: true, env: { NO_COLOR: '1' } })).toBe(false)
  expect(await isPainted({ isTTY: true, env: { TERM: 'dumb' } })).toBe(false)
  expect(await isPainted({ env: { FORCE_COLOR: '1' } })).toBe(true)
  expect(await isPainted({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(false)
})
