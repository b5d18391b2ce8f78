import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { pages, snippetsOf } from './snippets.js'
import { typeCheckTexts } from './type-check.js'

const snippets = (await Promise.all(pages.map(snippetsOf))).flat()
const regions = snippets.filter(({ note }) => note?.kind === 'from')
const programs = snippets.flatMap((program, index) =>
  program.note?.kind === 'run' ? [{ ...program, output: snippets[index + 1] }] : [],
)

test.each(regions)('the region at $place stands in its file', async ({ code, note }) => {
  const file = await readFile(join(workspaceRoot, note?.text ?? ''), 'utf8')
  expect(code).not.toBe('')
  expect(indentations(file).some((indent) => `\n${file}`.includes(`\n${code.replaceAll(/^(?=.)/gm, indent)}`))).toBe(
    true,
  )
})

const indentations = (file: string): string[] => [...new Set(file.match(/^ */gm))]

test('TypeScript that stands in no file type-checks', { timeout: 120_000 }, () => {
  const own = snippets.filter(({ language, note }) => language === 'ts' && note?.kind !== 'from')
  expect(own.length).toBeGreaterThan(0)
  const given = ({ note }: (typeof own)[number]) => (note?.kind === 'given' ? `${note.text}\n` : '')
  expect(typeCheckTexts(new Map(own.map((snippet) => [snippet.place, given(snippet) + snippet.code])))).toEqual([])
})

test.each(programs)('the program at $place prints what the page says', async ({ code, output }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-snippet-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await symlink(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'program.mts'), code)
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@tidings/source', '--import', tsx, join(folder, 'program.mts')],
    { cwd: folder },
  )
  expect({ stdout, stderr }).toEqual({ stdout: output?.code, stderr: '' })
})

const tsx = pathToFileURL(join(workspaceRoot, 'node_modules/tsx/dist/loader.mjs')).href
