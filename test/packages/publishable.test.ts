import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { packInto, published } from './tarballs.js'

const execute = promisify(execFile)
let folder: string
let tarballs: Map<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-packed-'))
  tarballs = await packInto(folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const tarballOf = (name: string): string => tarballs.get(name) ?? expect.unreachable(`${name} was not packed`)

test.each(published)('%s has nothing that publint minds', async (name) => {
  const tarball = await readFile(tarballOf(name))
  const manifest = JSON.parse(await readFile(join(workspaceRoot, name, 'package.json'), 'utf8'))
  const { messages } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    strict: true,
  })
  expect(messages.map((message) => formatMessage(message, manifest))).toEqual([])
})

test.each(published)('%s has types that resolve wherever it is imported', async (name) => {
  const attw = join(workspaceRoot, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  const { stdout } = await execute(
    process.execPath,
    [attw, tarballOf(name), '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'],
    { maxBuffer: 1 << 24 },
  ).catch((error: { stdout: string }) => ({ stdout: `refused:\n${error.stdout}` }))
  expect(stdout).not.toMatch(/^refused/)
})

test.each(published)('%s ships no source, no test and no machine file', async (name) => {
  const { stdout } = await execute('tar', ['-tzf', tarballOf(name)])
  const files = stdout.split('\n').filter(Boolean)
  expect(files.length).toBeGreaterThan(2)
  expect(files.filter((file) => /\.test\.|\/fixtures\/|tsbuildinfo|package\/src\//.test(file))).toEqual([])
  expect(files).toContain('package/README.md')
  expect(files).toContain('package/LICENSE')
})
