import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { hostile } from '../fixtures/hostile.js'
import { long120 } from '../fixtures/long.js'
import { shop } from '../fixtures/shop.js'
import { writeSdks } from '../fixtures/write-sdk.js'

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

test('and lint-clean, as our formatter and linter see it', async () => {
  const contracts = { shop, hostile, long: long120 }
  const folder = await writeSdks(contracts)
  const { formatter, javascript, linter, assist } = JSON.parse(await readFile('biome.json', 'utf8'))
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ root: true, formatter, javascript, linter, assist }))
  const options = ['check', '--error-on-warnings', '--max-diagnostics=5']
  const judged = await promisify(execFile)(process.execPath, [biome, ...options, ...Object.keys(contracts)], {
    cwd: folder,
  }).catch((error: { stdout: string; stderr: string }) => error)
  expect(judged.stdout + judged.stderr).toMatch(/^Checked \d+ files in \S+ No fixes applied\.\s*$/)
})
