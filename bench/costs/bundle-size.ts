import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { sampleOf } from '../data/synthetic-contract.js'
import type { Code } from './codes.js'

/** Bytes of the program that imports one event, with all that it needs, after it was seen to judge one. */
export async function bundleSize({ name, folder, compiled = folder, app }: Code) {
  const { outputFiles } = await build({
    stdin: { contents: app, resolveDir: compiled, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  })
  const bytes = outputFiles[0]?.contents
  assert(bytes !== undefined)
  await checkRuns(name, bytes)
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length }
}

async function checkRuns(name: string, bytes: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bundle-'))
  try {
    const file = join(folder, 'app.mjs')
    await writeFile(file, bytes)
    const judged = (value: unknown) =>
      promisify(execFile)(process.execPath, [file, JSON.stringify(value)]).then(
        ({ stdout }) => stdout !== 'false\n',
        () => false,
      )
    assert.deepEqual(
      [await judged(sampleOf(0)), await judged({ ...sampleOf(0), quantity: 'many' })],
      [true, false],
      name,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
