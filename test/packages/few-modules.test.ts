import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Published, stagePackage } from '../../pack/stage-package.js'

/** The modules that Node loads with one, itself among them, by what they import from each other. */
async function modulesOf(file: string, seen: Set<string> = new Set()): Promise<ReadonlySet<string>> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = await readFile(file, 'utf8')
  for (const [, path = ''] of text.matchAll(/^(?:import|.* from|\} from) ['"](\.[^'"]+)['"];$/gm))
    await modulesOf(join(dirname(file), path), seen)
  return seen
}

async function staged(name: Published): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-staged-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await stagePackage(name, folder)
  return folder
}

test('a program that imports an event loads two modules of the published runtime', async () => {
  const modules = await modulesOf(join(await staged('runtime'), 'dist/sdk/v1.js'))
  // The entry, and what it shares with others: of some fifty as they are written.
  expect(modules.size).toBe(2)
})

test.each(['contract', 'templates'] as const)('the command loads few modules of the published %s', async (name) => {
  const modules = await modulesOf(join(await staged(name), 'dist/index.js'))
  // Of some hundred as they are written.
  expect(modules.size).toBeLessThan(5)
})

test('the published command begins with few modules of its own', async () => {
  const modules = await modulesOf(join(await staged('generator'), 'dist/cli.js'))
  expect(modules.size).toBeLessThan(10)
})
