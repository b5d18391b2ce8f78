import { join } from 'node:path'
import { operate } from '@tidings/runtime/operate'
import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { type Ran, runTidings } from '../fixtures/run-tidings.js'

const fixtures = join(import.meta.dirname, '../../../runtime/src/operate/fixtures')

/** What `tidings-runtime` does. */
async function runRuntime(args: readonly string[], cwd: string): Promise<Ran> {
  const printed = { stdout: '', stderr: '' }
  const status = await operate(args, {
    cwd,
    env: {},
    out: (text) => {
      printed.stdout += text
    },
    err: (text) => {
      printed.stderr += text
    },
  })
  return { status, ...printed }
}

test('dead-letters list says that there are none', async () => {
  // A module is loaded once, and a command closes its bus.
  expect(await runTidings(['dead-letters', 'list', '--bus', 'bus.ts'], fixtures)).toEqual({
    status: 0,
    stdout: '',
    stderr: 'tidings: no dead letters\n',
  })
})

test.each([
  [['relay'], '--bus FILE is missing: the module whose default export is the bus'],
  [['relay', '--bus', 'nowhere.js'], 'nowhere.js cannot be loaded: '],
  [['relay', '--bus', 'no-bus.ts'], 'no-bus.ts has no bus as its default export; expected '],
  [['dead-letters'], 'dead-letters is no command; expected relay, dead-letters list, '],
  [['dead-letters', 'lost', '--bus', 'bus.ts'], 'dead-letters lost is no command; expected relay, '],
  [
    ['dead-letters', 'discard', '--bus', 'bus.ts'],
    'dead-letters discard needs --subscription, --type or --id; or --all',
  ],
  [['dead-letters', 'list', '--bus', 'bus.ts', '--format', 'sarif'], '--format is sarif; expected text or json'],
  [['dead-letters', 'list', '--bus', 'bus.ts', '--limit', '0'], '--limit is 0; expected a number above 0'],
  [['dead-letters', 'list', '--bus', 'bus.ts', '--quick'], "Unknown option '--quick'"],
])('%j is wrong usage, told as tidings-runtime tells it', async (args, told) => {
  const ran = await runTidings(args, fixtures)

  expect(ran).toMatchObject({ status: 2, stdout: '' })
  expect(ran.stderr).toContain(`tidings: ${told}`)
  expect(ran.stderr).not.toContain('    at ')
  expect(await runRuntime(args, fixtures)).toEqual(ran)
})

test.each([
  ['relay', ['--bus <file>']],
  ['dead-letters', ['list', 'redrive', 'discard', '--bus <file>', '--rate <number>', '"text", "json"']],
])('%s --help tells what it takes', async (command, told) => {
  const { status, stdout, stderr } = await runTidings([command, '--help'], folderWith())

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const words of told) expect(stdout).toContain(words)
})
