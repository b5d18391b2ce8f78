import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GivenOptions } from '../command-line/options.js'
import { isWrongUsage } from '../command-line/wrong-usage.js'
import { folderWith } from '../fixtures/folder.js'
import { loadSettings } from './load-settings.js'

/** The settings of the only project. */
async function load(cwd: string, options: GivenOptions = {}, contract?: string) {
  const { projects, findings, files } = await loadSettings({ options, ...(contract && { contract }) }, cwd)
  expect(projects.length).toBeLessThanOrEqual(1)
  return { settings: projects[0], findings, files }
}

test('without a config, everything has its default', async () => {
  const cwd = folderWith()

  expect(await load(cwd)).toEqual({
    settings: {
      project: 'asyncapi.yaml',
      contract: join(cwd, 'asyncapi.yaml'),
      out: join(cwd, 'generated'),
      perspective: 'application',
      importExtension: '.js',
      templates: [],
      templatesFrom: cwd,
      allowRemoteRefs: false,
      allowRefsOutside: false,
      tolerant: false,
      maxFindings: 100,
      format: 'text',
      verbose: false,
    },
    findings: [],
    files: [],
  })
})

const everything = {
  contract: 'contracts/orders.yaml',
  out: 'src/orders',
  perspective: 'client',
  importExtension: '',
  templates: ['./templates', '@acme/templates'],
  allowRemoteRefs: true,
  allowRefsOutside: true,
  compatibility: 'full',
  undeclaredInUse: true,
  lint: { extends: 'strict', rules: { 'event-past-tense': 'off' } },
  tolerant: true,
  maxFindings: 7,
  format: 'json',
  verbose: true,
}

test.each([
  ['json', JSON.stringify(everything)],
  ['yaml', JSON.stringify(everything, null, 2)],
  ['yml', JSON.stringify(everything, null, 2)],
  ['js', `export default ${JSON.stringify(everything)}`],
  ['mjs', `import { defineConfig } from 'tidings'\nexport default defineConfig(${JSON.stringify(everything)})`],
  ['mts', `const out: string = 'x'\nexport default Promise.resolve(${JSON.stringify(everything)} as const)`],
  [
    'ts',
    `import { defineConfig, type TidingsConfig } from 'tidings'
import { contract } from './contract.js'
const config: TidingsConfig = { ...${JSON.stringify(everything)}, contract }
export default defineConfig(config)`,
  ],
])('tidings.config.%s may say everything, with paths relative to itself', async (ending, text) => {
  const cwd = folderWith({
    [`tidings.config.${ending}`]: text,
    'contract.ts': `export const contract: string = 'contracts/orders.yaml'`,
  })

  const { settings, findings, files } = await load(cwd)

  expect(findings).toEqual([])
  expect(settings).toEqual({
    ...everything,
    project: 'contracts/orders.yaml',
    contract: join(cwd, 'contracts/orders.yaml'),
    out: join(cwd, 'src/orders'),
    templates: [join(cwd, 'templates'), '@acme/templates'],
    templatesFrom: cwd,
  })
  expect(files).toContain(join(cwd, `tidings.config.${ending}`))
  expect(files.includes(join(cwd, 'contract.ts'))).toBe(ending === 'ts')
})

test('the command line goes before the config, with paths relative to the working folder', async () => {
  const folder = folderWith({ 'tidings.config.json': JSON.stringify(everything), 'below/x': '' })
  const cwd = join(folder, 'below')
  const given: GivenOptions = {
    out: 'out',
    perspective: 'application',
    importExtension: '.ts',
    format: 'text',
  }

  expect((await load(cwd, given, 'mine.yaml')).settings).toMatchObject({
    contract: join(cwd, 'mine.yaml'),
    out: join(cwd, 'out'),
    perspective: 'application',
    importExtension: '.ts',
    format: 'text',
    allowRemoteRefs: true,
  })
})

test('the config is looked for upwards, as far as the package.json of the project', async () => {
  const folder = folderWith({
    'tidings.config.json': '{"out":"found"}',
    'a/b/x': '',
    'package/package.json': '{}',
    'package/src/x': '',
  })

  expect((await load(join(folder, 'a/b'))).settings?.out).toBe(join(folder, 'found'))
  expect((await load(join(folder, 'package/src'))).settings?.out).toBe(join(folder, 'package/src/generated'))
})

test('--config names another file; one that is missing is wrong usage', async () => {
  const cwd = folderWith({ 'tidings.config.json': '{"out":"a"}', 'other.yaml': 'out: b' })

  expect((await load(cwd, { config: 'other.yaml' })).settings?.out).toBe(join(cwd, 'b'))
  await expect(load(cwd, { config: 'gone.yaml' })).rejects.toSatisfy(isWrongUsage)
})

test('two config files in one folder are wrong usage', async () => {
  const cwd = folderWith({ 'tidings.config.json': '{}', 'tidings.config.ts': '' })

  await expect(load(cwd)).rejects.toThrow(`${cwd} holds both tidings.config.ts and tidings.config.json`)
})

test('an unknown key is a finding at its place, with what was probably meant', async () => {
  const cwd = folderWith({ 'tidings.config.yaml': 'out: a\nimport-extension: .js\nelephant: 1\n' })

  const { settings, findings } = await load(cwd)

  expect(settings).toBe(undefined)
  expect(findings.map(({ rule, place, mend }) => ({ rule, line: place?.line, column: place?.column, mend }))).toEqual([
    { rule: 'config-key', line: 2, column: 1, mend: 'Write "importExtension".' },
    { rule: 'config-key', line: 3, column: 1, mend: 'Remove it.' },
  ])
})

test('a value of the wrong kind is a finding that says what was expected', async () => {
  const wrong = { contract: 1, importExtension: 'js', templates: 'x', verbose: 'yes', perspective: null }
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(wrong, null, 2) })

  const { findings } = await load(cwd)

  expect(findings.map(({ message }) => message)).toEqual([
    '"contract" is 1 in the config file; expected a path',
    '"importExtension" is "js" in the config file; expected ".js", ".ts", "none" or ""',
    '"templates" is "x" in the config file; expected a list of folders, packages or templates',
    '"verbose" is "yes" in the config file; expected true or false',
    '"perspective" is null in the config file; expected "application" or "client"',
  ])
  expect(findings.map(({ place }) => place?.line)).toEqual([2, 3, 4, 5, 6])
})

test.each([
  ['tidings.config.ts', '\nconst a: string = missing\nexport default {}', 'config-failed', 2],
  ['tidings.config.ts', 'export default {', 'config-failed', 1],
  ['tidings.config.ts', 'export const config = {}', 'config-shape', 1],
  ['tidings.config.json', '[]', 'config-shape', 1],
  ['tidings.config.yaml', 'a: [', 'syntax', 1],
  ['tidings.config.yaml', '', 'config-shape', 1],
])('%s with %j is a finding, never a throw', async (name, text, rule, line) => {
  const cwd = folderWith({ [name]: text })

  const { settings, findings } = await load(cwd)

  expect(settings).toBe(undefined)
  expect(findings).toMatchObject([{ rule, place: { file: join(cwd, name), line } }])
})

test('models of a language go to a folder of that name, unless folder and language come together', async () => {
  const plain = folderWith()
  const withOut = folderWith({ 'tidings.config.json': '{"out":"sdk"}' })
  const withBoth = folderWith({ 'tidings.config.json': '{"out":"models","language":"java"}' })

  expect((await load(plain, { language: 'java' })).settings?.out).toBe(join(plain, 'generated/java'))
  expect((await load(plain, { language: 'java', out: 'x' })).settings?.out).toBe(join(plain, 'x'))
  expect((await load(withOut, { language: 'java' })).settings?.out).toBe(join(withOut, 'sdk/java'))
  expect((await load(withBoth)).settings?.out).toBe(join(withBoth, 'models'))
})
