import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { hardCases } from './hard-schemas.js'
import { printTypes } from './judgements.js'

const workspace = fileURLToPath(new URL('../../', import.meta.url))

/** What our formatter makes of a text. */
function format(text: string): string {
  const args = ['node_modules/@biomejs/biome/bin/biome', 'format', '--stdin-file-path=types.ts']
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: workspace,
    input: text,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

test.each(hardCases)('types of $title are printed as our formatter would', ({ schemas }) => {
  const { text } = printTypes(schemas)

  expect(text).toBe(format(text))
})
