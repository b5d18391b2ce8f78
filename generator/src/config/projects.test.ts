import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { GivenOptions } from '../command-line/options.js'
import { folderWith } from '../fixtures/folder.js'
import { configSchema } from './config-keys.js'
import { loadSettings } from './load-settings.js'

const load = (cwd: string, options: GivenOptions = {}, contract?: string) =>
  loadSettings({ options, ...(contract && { contract }) }, cwd)

const shop = {
  perspective: 'client',
  allowRemoteRefs: true,
  projects: [
    { name: 'orders', contract: 'orders/asyncapi.yaml', out: 'orders/src' },
    { contract: 'billing/asyncapi.yaml', out: 'billing/src', perspective: 'application' },
  ],
}

test('each project has its own settings, and what stands beside them where it says nothing', async () => {
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(shop) })

  const { projects, findings } = await load(cwd)

  expect(findings).toEqual([])
  expect(projects).toMatchObject([
    { project: 'orders', contract: join(cwd, 'orders/asyncapi.yaml'), perspective: 'client', allowRemoteRefs: true },
    { project: 'billing/asyncapi.yaml', out: join(cwd, 'billing/src'), perspective: 'application' },
  ])
  expect(projects[1]?.allowRemoteRefs).toBe(true)
})

test('--project picks one; a name that is none is wrong usage that says which there are', async () => {
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(shop) })

  expect((await load(cwd, { project: 'orders' })).projects.map(({ project }) => project)).toEqual(['orders'])
  await expect(load(cwd, { project: 'ordres' })).rejects.toThrow('has no project ordres; did you mean orders?')
  await expect(load(cwd, { project: 'x' })).rejects.toThrow('expected orders or billing/asyncapi.yaml')
})

test('a contract on the command line has the settings of its project, else those of all', async () => {
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(shop), 'orders/x': '' })

  const own = await load(join(cwd, 'orders'), {}, 'asyncapi.yaml')
  const other = await load(cwd, {}, 'other.yaml')

  expect(own.projects).toMatchObject([{ project: 'orders', out: join(cwd, 'orders/src') }])
  expect(other.projects).toMatchObject([
    { project: 'other.yaml', contract: join(cwd, 'other.yaml'), out: join(cwd, 'generated'), perspective: 'client' },
  ])
})

test('--out is refused for several projects, and taken for one', async () => {
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(shop) })

  await expect(load(cwd, { out: 'x' })).rejects.toThrow(
    '--out is one folder, for 2 projects; choose one with --project: orders or billing/asyncapi.yaml',
  )
  expect((await load(cwd, { out: 'x', project: 'orders' })).projects[0]?.out).toBe(join(cwd, 'x'))
})

test('two projects of one name, or of one output folder, are findings at both places', async () => {
  const projects = [
    { name: 'a', out: 'one' },
    { name: 'a', out: 'two' },
    { name: 'b', out: './two/' },
  ]
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify({ projects }, null, 1) })

  const { findings, projects: loaded } = await load(cwd)

  expect(loaded).toEqual([])
  expect(
    findings.map(({ rule, message, place, related }) => [rule, message, place?.line, related?.[0]?.place.line]),
  ).toEqual([
    ['config-name', 'two projects are named "a"; expected a name of its own for each', 8, 4],
    ['config-out', 'project b writes to two, as project a does; expected a folder of its own for each', 13, 9],
  ])
})

test.each([
  ['json', JSON.stringify],
  ['yaml', stringify],
  ['ts', (config: unknown) => `export default ${JSON.stringify(config)}`],
])('a wrong key of a project is found at its place in %s', async (ending, write) => {
  const config = { out: 'a', projects: [{ out: 'b' }, { contarct: 'a.yaml', out: 1 }, 'orders'] }
  const text = write(config)
  const cwd = folderWith({ [`tidings.config.${ending}`]: text })

  const { findings } = await load(cwd)

  expect(findings.map(({ rule, message, mend }) => `${rule}: ${message}. ${mend}`)).toEqual([
    'config-key: "projects[1]" of the config file holds "contarct"; expected only name, contract, out, language, perspective, importExtension, templates, compatibility, undeclaredInUse, allowRemoteRefs, allowRefsOutside. Write "contract".',
    'config-value: "projects[1].out" is 1 in the config file; expected a path. Give it a path, or remove it.',
    'config-value: "projects[2]" is "orders" in the config file; expected an object. Give it an object, or remove it.',
  ])
  const lines = text.split('\n')
  const marked = findings.map(({ place }) => lines[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1))
  expect(marked[0]).toMatch(/^"?contarct/)
  expect(marked[1]).toMatch(/^1|^"out":1/)
  expect(marked[2]).toMatch(/^"?orders/)
})

test('a list of projects is written under a key', async () => {
  const cwd = folderWith({ 'tidings.config.json': '[]', 'empty/tidings.config.json': '{"projects":[]}' })

  expect((await load(cwd)).findings).toMatchObject([
    { rule: 'config-shape', mend: 'Write several projects as { projects: […] }.' },
  ])
  expect((await load(join(cwd, 'empty'))).findings).toMatchObject([{ rule: 'config-value' }])
})

test.each([
  [{ $schema: './node_modules/tidings/config.schema.json', ...shop }, true],
  [{ importExtension: 'none', templates: ['./mine'], format: 'sarif', verbose: false }, true],
  [{}, true],
  [{ contarct: 'a' }, false],
  [{ importExtension: 'js' }, false],
  [{ templates: [''] }, false],
  [{ projects: [] }, false],
  [{ projects: [{ format: 'json' }] }, false],
  [{ projects: ['a'] }, false],
  [{ verbose: 'yes' }, false],
  [{ out: '' }, false],
])('config.schema.json and the command agree on %j', async (config, isRight) => {
  const cwd = folderWith({ 'tidings.config.json': JSON.stringify(config) })

  expect((await load(cwd)).findings.length === 0).toBe(isRight)
  expect(new Ajv({ strict: true }).validate(configSchema, config)).toBe(isRight)
})
