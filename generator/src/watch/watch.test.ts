import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadSettings } from '../config/load-settings.js'
import { pinged, pingedElsewhere, pingedMessage } from '../fixtures/contracts.js'
import { filesIn, folderWith, put } from '../fixtures/folder.js'
import type { Generated } from '../generate/generate.js'
import { watch } from './watch.js'

/** Watches a folder in the background; `until` waits for a round (told before or later) that fits. */
function watching(cwd: string) {
  const control = new AbortController()
  const told: (Generated | { readonly failure: unknown })[] = []
  let waiting: (() => void) | undefined
  const tell = (what: Generated | { readonly failure: unknown }) => {
    told.push(what)
    waiting?.()
  }
  const ended = watch(() => loadSettings({ options: {} }, cwd), {
    signal: control.signal,
    onRound: tell,
    onFailure: (failure) => tell({ failure }),
  })
  const end = async () => {
    control.abort()
    await ended
  }
  onTestFinished(end)
  const until = async (isWanted: (generated: string, last: Generated) => boolean) => {
    for (;;) {
      const last = told.at(-1)
      const generated = filesIn(cwd)['generated/events/pinged.ts'] ?? ''
      if (last !== undefined && 'findings' in last && isWanted(generated, last)) return last
      await new Promise<void>((resolve) => {
        waiting = resolve
      })
    }
  }
  const failure = async () => {
    for (;;) {
      const last = told.at(-1)
      if (last !== undefined && 'failure' in last) return last.failure
      await new Promise<void>((resolve) => {
        waiting = resolve
      })
    }
  }
  return { until, failure, end }
}

/** Saves as many editors do: writes another file and renames it into place. */
function saveByRename(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}~`, text)
  renameSync(`${path}~`, path)
}

const has = (word: string) => (generated: string) => generated.includes(word)

test('generates at once, and again when the contract changes', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged('first') })
  const { until } = watching(cwd)
  await until(has('first'))

  put(cwd, { 'asyncapi.yaml': pinged('second') })

  await until(has('second'))
})

test('follows the contracts of all projects', async () => {
  const projects = [
    { contract: 'one.yaml', out: 'other' },
    { contract: 'asyncapi.yaml', out: 'generated' },
  ]
  const cwd = folderWith({
    'tidings.config.json': JSON.stringify({ projects }),
    'one.yaml': pinged('first'),
    'asyncapi.yaml': pinged('first'),
  })
  const { until } = watching(cwd)
  const { sources } = await until(has('first'))
  expect(sources).toEqual(['tidings.config.json', 'one.yaml', 'asyncapi.yaml'].map((name) => join(cwd, name)))

  put(cwd, { 'asyncapi.yaml': pinged('second') })

  await until(has('second'))
  expect(filesIn(cwd)['other/events/pinged.ts']).toContain('first')
})

test('tells each file that it follows once', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pingedElsewhere, 'messages/pinged.yaml': pingedMessage('first') })
  const { sources } = await watching(cwd).until(has('first'))

  expect(sources).toEqual([join(cwd, 'asyncapi.yaml'), join(cwd, 'messages/pinged.yaml')])
})

test('follows a file that is saved by renaming another into place, again and again', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged('none') })
  const { until } = watching(cwd)
  await until(has('none'))

  for (const name of ['first', 'second', 'third']) {
    saveByRename(join(cwd, 'asyncapi.yaml'), pinged(name))
    await until(has(name))
  }
})

test('follows a file that the contract refers to', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pingedElsewhere, 'messages/pinged.yaml': pingedMessage('first') })
  const { until } = watching(cwd)
  await until(has('first'))

  put(cwd, { 'messages/pinged.yaml': pingedMessage('second') })

  await until(has('second'))
})

test('survives a broken state with its findings shown, and what was generated stays', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged('first') })
  const { until } = watching(cwd)
  await until(has('first'))

  put(cwd, { 'asyncapi.yaml': 'asyncapi: [' })
  const broken = await until((_, { findings }) => findings.length > 0)
  expect(broken.findings.map(({ rule }) => rule)).toContain('syntax')
  expect(filesIn(cwd)['generated/events/pinged.ts']).toContain('first')

  put(cwd, { 'asyncapi.yaml': pinged('second') })
  await until(has('second'))
})

test('sees a file come that was missing, and the folder that it is in', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pingedElsewhere })
  const { until } = watching(cwd)
  const broken = await until((_, { findings }) => findings.length > 0)
  expect(broken.findings.map(({ rule }) => rule)).toEqual(['unreadable-reference'])

  put(cwd, { 'messages/pinged.yaml': pingedMessage('here') })

  await until(has('here'))
})

test('goes on when the contract is gone for a while', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': pinged('first') })
  const { until, failure } = watching(cwd)
  await until(has('first'))

  rmSync(join(cwd, 'asyncapi.yaml'))
  expect(await failure()).toMatchObject({ code: 'UNREADABLE_CONTRACT' })

  put(cwd, { 'asyncapi.yaml': pinged('back') })
  await until(has('back'))
})

test('follows the config and the templates, with what they import, also when they are broken', async () => {
  const template = `import { word } from './word.js'
export default { name: 'list', render(_, output) { output.text('LIST.md', word) } }`
  const cwd = folderWith({
    'asyncapi.yaml': pinged(),
    'tidings.config.ts': `export default { templates: [] as string[] }`,
    'templates/list.ts': template,
    'templates/word.ts': `export const word: string = 'first'`,
  })
  const list = () => filesIn(cwd)['generated/LIST.md']
  const { until } = watching(cwd)
  await until(has('at'))
  expect(list()).toBe(undefined)

  put(cwd, { 'tidings.config.ts': `export default { templates: ['./templates/list.ts'] }` })
  await until(() => list() === 'first')
  put(cwd, { 'templates/word.ts': `export const word: string = 'second'` })
  await until(() => list() === 'second')
  put(cwd, { 'templates/word.ts': `export const word: string = ` })
  await until((_, { findings }) => findings[0]?.rule === 'template-failed')
  put(cwd, { 'templates/word.ts': `export const word: string = 'third'` })
  await until(() => list() === 'third')
  put(cwd, { 'tidings.config.ts': `export default { templats: [] }` })
  await until((_, { findings }) => findings[0]?.rule === 'config-key')
  put(cwd, { 'tidings.config.ts': `export default {}` })
  await until(() => list() === undefined)
})

test('ends without a sound when it is told to', async () => {
  const { until, end } = watching(folderWith({ 'asyncapi.yaml': pinged() }))
  await until(has('at'))

  await expect(end()).resolves.toBe(undefined)
})

test('throws what is wrong from the beginning', async () => {
  const { signal } = new AbortController()
  const cwd = folderWith()

  await expect(
    watch(() => loadSettings({ options: {} }, cwd), { signal, onRound() {}, onFailure() {} }),
  ).rejects.toMatchObject({ code: 'UNREADABLE_CONTRACT' })
})
