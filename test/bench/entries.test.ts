import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'

const page = readFileSync(join(workspaceRoot, 'docs/speed.md'), 'utf8')
const entries = readdirSync(join(workspaceRoot, 'bench/entries')).map((file) => file.replace(/\.ts$/, ''))

test.each(entries)('%s has a place for what it comes to in docs/speed.md', (name) => {
  expect(page).toMatch(new RegExp(`<!-- begin: ${name} -->\\n[^]*<!-- end: ${name} -->`))
})
