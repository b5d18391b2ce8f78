import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { pinged } from './fixtures/contracts.js'
import { folderWith } from './fixtures/folder.js'

const program = [
  '--conditions=@tidings/source',
  `--import=${import.meta.resolve('tsx')}`,
  join(import.meta.dirname, 'cli.ts'),
]

const tidings = (cwd: string, ...argv: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...argv], { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('the status of the process is that of the command', () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged(), 'wrong.yaml': 'asyncapi: 3.0.0\n' })

  expect(tidings(cwd, 'generate')).toMatchObject({ status: 0, stderr: expect.stringContaining('Wrote ') })
  expect(tidings(cwd, 'generate', 'wrong.yaml')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(' error '),
  })
  expect(tidings(cwd, 'generate', 'gone.yaml')).toMatchObject({ status: 2, stdout: '' })
})

/** What a module of ours imports before it does anything, and what that imports. */
async function loadedWith(
  entry: string,
): Promise<{ readonly own: readonly string[]; readonly packages: readonly string[] }> {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    absWorkingDir: import.meta.dirname,
  })
  const loaded = new Set([entry])
  for (const path of loaded) {
    for (const { kind, path: next } of metafile.inputs[path]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(next)
    }
  }
  const modules = [...loaded].filter((path) => !path.startsWith('node:'))
  const isOwn = (path: string) => metafile.inputs[path] !== undefined
  return { own: modules.filter(isOwn), packages: modules.filter((path) => !isOwn(path)) }
}

test('where nothing is to be done, that is known with a dozen modules, and no package', async () => {
  const { own, packages } = await loadedWith('cli.ts')
  expect(packages).toEqual([])
  expect(own.length).toBeLessThanOrEqual(12)
})

test('what is loaded before a command is known holds one package, and no parser', async () => {
  expect((await loadedWith('command-line/run-arguments.ts')).packages).toEqual(['commander'])
})

test('Ctrl-C ends watching with 0', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  const child = spawn(process.execPath, [...program, 'generate', '--watch'], { cwd })
  for await (const line of createInterface(child.stderr)) if (line.includes('Watching')) break

  child.kill('SIGINT')

  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a reader that has had enough is no failure', () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged() })
  const command = [process.execPath, ...program, 'model'].map((word) => `'${word}'`).join(' ')

  const { stdout, stderr } = spawnSync(`${command} | head -n 1`, { cwd, shell: true, encoding: 'utf8' })

  expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' })
})
