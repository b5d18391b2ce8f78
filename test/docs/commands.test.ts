import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { snippetsOf } from './snippets.js'

const pages = ['README.md', 'CONTRIBUTING.md', 'docs/guide.md']

test.each(pages)('the npm scripts that %s names exist', async (page) => {
  const { scripts } = JSON.parse(await readFile(join(workspaceRoot, 'package.json'), 'utf8'))
  const shell = (await snippetsOf(page)).filter(({ language }) => language === 'sh').map(({ code }) => code)
  const named = [...shell.join('\n').matchAll(/npm (?:run )?(start|test|(?<=run )[\w:-]+)/g)].map(
    ([, name = '']) => name,
  )
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('the README names the two commands that CI runs', async () => {
  const shell = (await snippetsOf('README.md')).filter(({ language }) => language === 'sh').map(({ code }) => code)
  expect(shell.join('\n')).toMatch(/^npm ci && npm start\b/m)
  expect(shell.join('\n')).toMatch(/^npm ci && npm test\b/m)
})
