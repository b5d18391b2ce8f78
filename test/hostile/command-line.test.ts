import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'

const program = join(workspaceRoot, 'generator/bin/tidings.js')
const folder = mkdtempSync(join(tmpdir(), 'tidings-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the built program with so much memory and no more; what takes longer than two minutes hangs. */
const run = (argv: readonly string[], memoryMb: number) =>
  new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: folder, timeout: 120_000, maxBuffer: 64_000_000 }
    execFile(
      process.execPath,
      [`--max-old-space-size=${memoryMb}`, program, ...argv],
      options,
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : (error.code ?? error.signal), stdout, stderr }),
    )
  })

const head = 'asyncapi: 3.1.0\ninfo: { title: Hostile, version: 1.0.0 }\nchannels: {}\n'

const aliases = Array.from({ length: 12 }, (_, at) =>
  at === 0 ? 'x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]' : `x-${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}]`,
)

const contracts: readonly (readonly [string, string, string, () => string | Uint8Array])[] = [
  ['40 MB of one word', 'word.yaml', 'too-big', () => 'a'.repeat(40_000_000)],
  ['40 MB of one text', 'text.yaml', 'too-big', () => `${head}x-a: "${'a'.repeat(40_000_000)}"\n`],
  ['40 MB of one list', 'list.json', 'too-big', () => `{"asyncapi":"3.1.0","x-a":[${'1,'.repeat(20_000_000)}1]}`],
  [
    'two million values in 4 MB',
    'values.json',
    'too-big',
    () => `{"asyncapi":"3.1.0","x-a":[${'1,'.repeat(2_000_000)}1]}`,
  ],
  ['aliases that unfold without end', 'aliases.yaml', 'too-large', () => `${head}${aliases.join('\n')}\n`],
  ['a million levels in JSON', 'deep.json', 'too-deep', () => `{"x-a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`],
  [
    'a thousand levels in YAML',
    'deep.yaml',
    'too-deep',
    () => Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ],
  ['bytes that are no UTF-8', 'bytes.yaml', 'syntax', () => Buffer.from([0x61, 0x3a, 0xc3, 0x28])],
  ['a file of zeros', 'zeros.yaml', 'not-asyncapi', () => Buffer.alloc(1000)],
  ['nothing', 'nothing.yaml', 'empty-document', () => ''],
]

test.each(contracts)(
  '%s is one clear finding, in bounded time and memory',
  async (_, name, rule, content) => {
    writeFileSync(join(folder, name), content())

    const { status, stdout, stderr } = await run(['lint', name, '--format', 'json'], 256)

    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    const { findings } = JSON.parse(stdout)
    expect(findings).toMatchObject([{ rule, severity: 'error', place: { file: name, line: 1 } }])
  },
  180_000,
)

test('every command tells of it in the same way', async () => {
  writeFileSync(join(folder, 'twice.yaml'), 'a'.repeat(40_000_000))
  for (const argv of [['model'], ['generate', '--check'], ['generate']]) {
    const { status, stdout, stderr } = await run([...argv, 'twice.yaml'], 256)
    expect({ argv, status }).toEqual({ argv, status: 1 })
    expect(`${stdout}${stderr}`).toContain('twice.yaml:1:1 - error too-big: the file holds more than 32 MB')
    expect(stderr).not.toContain('    at ')
  }
}, 180_000)

test('a contract of 1,000 events is generated in bounded time and memory', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `Thing${at}Happened`)
  const payload = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', maxLength: 64 },
      at: { type: 'string', format: 'date-time' },
      parts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
    },
  }
  const references = names.map((name) => [name, { $ref: `#/components/messages/${name}` }])
  const contract = {
    asyncapi: '3.1.0',
    info: { title: 'Huge', version: '1.0.0' },
    channels: { all: { address: 'all', messages: Object.fromEntries(references) } },
    operations: { tell: { action: 'send', channel: { $ref: '#/channels/all' } } },
    components: { messages: Object.fromEntries(names.map((name) => [name, { payload }])) },
  }
  writeFileSync(join(folder, 'huge.json'), JSON.stringify(contract))

  const { status, stderr } = await run(['generate', 'huge.json', '--out', 'huge'], 512)

  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^Wrote 3\d\d\d files to huge/) })
}, 180_000)
