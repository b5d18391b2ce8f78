import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commands } from '../command-line/commands.js'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

async function scriptIn(cwd: string, shell: string): Promise<string> {
  const { status, stdout, stderr } = await runTidings(['completion', shell], cwd)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

const isThere = (shell: string): boolean => {
  try {
    execFileSync(shell, ['--version'])
    return true
  } catch {
    return false
  }
}

const files = { 'orders.yaml': '', 'my contract.json': '', 'notes.txt': '', 'docs/x': '', 'tidings.config.ts': '' }

test.runIf(isThere('bash')).each([
  [['gen'], ['generate']],
  [[''], [...Object.keys(commands), '--help', '--version']],
  [['--v'], ['--version']],
  [['generate', '--ch'], ['--check']],
  [
    ['generate', '--perspective', ''],
    ['application', 'client'],
  ],
  [['lint', '--format', 's'], ['sarif']],
  [['lint', '--check', '--fo'], ['--format']],
  [['dead-letters', 're'], ['redrive']],
  [['dead-letters', 'list', '--format', 'j'], ['json']],
  [['relay', '--bus', 't'], ['tidings.config.ts']],
  [['generate', 'o'], ['orders.yaml']],
  [
    ['generate', ''],
    ['docs', 'my contract.json', 'orders.yaml'],
  ],
  [['generate', '--out', ''], ['docs']],
  [['generate', '--config', 't'], ['tidings.config.ts']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['elephant', ''], []],
])('bash completes "tidings %j" to %j', async (words, wanted) => {
  const cwd = folderWith(files)
  const script = await scriptIn(cwd, 'bash')
  const program = `${script}
COMP_WORDS=(tidings "$@")
COMP_CWORD=$#
_tidings
[ \${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`

  const completed = execFileSync('bash', ['--norc', '-c', program, 'bash', ...words], { cwd, encoding: 'utf8' })

  expect(completed.split('\n').filter(Boolean).sort()).toEqual([...wanted].sort())
})

test.runIf(isThere('zsh'))('zsh takes its script, and knows every command and option by it', async () => {
  const cwd = folderWith(files)
  const script = await scriptIn(cwd, 'zsh')

  // The functions of its completion system, replaced by ones that print what they are given.
  const program = `
compdef() { :; }
_describe() { print -l -- "\${(@)commands}"; }
_arguments() { print -l -- "$@"; }
${script}
words=(tidings '') CURRENT=2; _tidings
words=(tidings generate '') CURRENT=3; _tidings`
  const printed = execFileSync('zsh', ['-f', '-c', program], { cwd, encoding: 'utf8' })

  expect(printed).toContain('generate:writes the SDK of a contract\n')
  expect(printed).toContain('--format[how findings are printed (text)]:choice:(text json github sarif junit)\n')
  expect(printed).toContain('1:contract:_files -g "*.(yaml|yml|json)"\n')
})

test.runIf(isThere('fish'))('fish completes commands, options, values and files by its script', async () => {
  const cwd = folderWith(files)
  const script = await scriptIn(cwd, 'fish')
  const completed = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], { cwd, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .map((word) => word.split('\t')[0])

  expect(completed('tidings gen')).toEqual(['generate'])
  expect(completed('tidings generate --ch')).toEqual(['--check'])
  expect(completed('tidings lint --format s')).toEqual(['sarif'])
  expect(completed('tidings generate o')).toContain('orders.yaml')
})

test('every command and option stands in every script', async () => {
  const definitions = await Promise.all(Object.values(commands).map((command) => command.load()))
  for (const shell of ['bash', 'zsh', 'fish']) {
    const script = await scriptIn(folderWith(), shell)
    for (const { name } of definitions) expect(script).toContain(name)
    expect(script).toContain('import-extension')
  }
})

test('a shell that it does not know is wrong usage', async () => {
  expect(await runTidings(['completion', 'zhs'], folderWith())).toEqual({
    status: 2,
    stdout: '',
    stderr: 'tidings: shell is zhs; expected bash, zsh or fish; did you mean zsh?\n',
  })
})
