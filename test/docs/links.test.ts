import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'

const folders = ['contract', 'templates', 'runtime', 'generator', 'examples', 'docs', 'bench']
const pages = [
  ...ts.sys.readDirectory(workspaceRoot, ['.md'], undefined, ['*'], 1),
  ...folders.flatMap((folder) =>
    ts.sys.readDirectory(
      join(workspaceRoot, folder),
      ['.md'],
      ['**/node_modules', '**/fixtures', '**/golden', '**/dist'],
    ),
  ),
].map((page) => relative(workspaceRoot, page))

test.each(pages)('every relative link of %s leads somewhere', async (page) => {
  const text = await readFile(join(workspaceRoot, page), 'utf8')
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const dead = await Promise.all(links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => whyDead(page, link)))
  expect(dead.filter((reason) => reason !== undefined)).toEqual([])
})

test('the pages that a newcomer reads first are among those', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/README.md', 'docs/guide.md']),
  )
})

test('every page in docs/ is linked from docs/README.md', async () => {
  const index = await readFile(join(workspaceRoot, 'docs/README.md'), 'utf8')
  const named = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
  expect(named.filter((page) => !index.includes(`](${relative('docs', page)})`))).toEqual([])
})

async function whyDead(page: string, link: string): Promise<string | undefined> {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), decodeURI(path))
  if (!existsSync(join(workspaceRoot, target))) return `${link}: there is no ${target}`
  if (anchor === undefined || !target.endsWith('.md')) return undefined
  const anchors = anchorsOf(await readFile(join(workspaceRoot, target), 'utf8'))
  return anchors.includes(anchor) ? undefined : `${link}: ${target} has no heading #${anchor}`
}

const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '')
