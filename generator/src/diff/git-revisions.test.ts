import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, put } from '../fixtures/folder.js'
import { type Diff, type DiffOptions, diff } from './diff.js'
import { orders, texts } from './fixtures/orders.js'
import { repositoryWith } from './fixtures/repository.js'

const before = orders()
const after = orders({ payload: texts(['orderId'], []) })

/** The rules that are errors, and where each stood before. */
const errorsIn = ({ findings }: Diff) =>
  findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, related }) => `${rule} ${related?.map(({ place }) => place.file).join()}`)

const run = (cwd: string, options: Partial<DiffOptions>) =>
  diff({ contract: join(cwd, 'asyncapi.yaml'), cwd, ...options })

test('a revision without a path holds the contract at its own path', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': before })
  put(folder, { 'asyncapi.yaml': after })

  expect(errorsIn(await run(folder, { base: 'git:main' }))).toEqual(['property-optional git:main:asyncapi.yaml'])
})

test('a path is relative to the current folder, else to the top of the repository', async () => {
  const { folder } = repositoryWith({ 'events/orders.yaml': before })
  put(folder, { 'events/orders.yaml': after })
  const found = ['property-optional git:HEAD:events/orders.yaml']

  expect(errorsIn(await run(join(folder, 'events'), { base: 'git:HEAD:orders.yaml' }))).toEqual(found)
  expect(errorsIn(await run(folder, { base: 'git:HEAD:events/orders.yaml' }))).toEqual(found)
  const inEvents = { base: 'git:HEAD:events/orders.yaml', head: 'orders.yaml' }
  expect(errorsIn(await run(join(folder, 'events'), inEvents))).toEqual(found)
})

test('the contract itself may stand in another folder than the current one', async () => {
  const { folder } = repositoryWith({ 'events/orders.yaml': before })
  put(folder, { 'events/orders.yaml': after })
  const elsewhere = folderWith()

  const options = { base: 'git:main', contract: join(folder, 'events/orders.yaml') }
  expect(errorsIn(await run(elsewhere, options))).toEqual(['property-optional git:main:events/orders.yaml'])
})

test('references are read from the revision, through folders and symbolic links', async () => {
  const contract = orders({ payload: { $ref: './linked/order.yaml' } })
  const { folder, git } = repositoryWith({
    'asyncapi.yaml': contract,
    'schemas/order.yaml': JSON.stringify(texts(['orderId'])),
  })
  symlinkSync('schemas', join(folder, 'linked'))
  git('add', '--all')
  git('commit', '--quiet', '--message', 'a link')
  put(folder, { 'schemas/order.yaml': JSON.stringify(texts(['orderId'], [])) })

  const found = await run(folder, { base: 'git:main' })
  expect(errorsIn(found)).toEqual(['property-optional git:main:linked/order.yaml'])
  expect(found.findings.find(({ rule }) => rule === 'property-optional')?.place?.file).toBe(
    join(folder, 'linked/order.yaml'),
  )
})

test('two revisions are compared without the working tree', async () => {
  const { folder, commit } = repositoryWith({ 'asyncapi.yaml': before }, 'v1')
  commit({ 'asyncapi.yaml': after }, 'v2')
  put(folder, { 'asyncapi.yaml': 'not: a contract' })

  const { findings } = await run(folder, { base: 'git:v1', head: 'git:v2' })
  expect(findings.find(({ rule }) => rule === 'property-optional')?.place?.file).toBe('git:v2:asyncapi.yaml')
})

test('an empty revision is the index: what a commit would hold', async () => {
  const { folder, git } = repositoryWith({ 'asyncapi.yaml': before })
  put(folder, { 'asyncapi.yaml': after })
  git('add', '--all')
  put(folder, { 'asyncapi.yaml': before })

  expect(errorsIn(await run(folder, { base: 'git:HEAD' }))).toEqual([])
  expect(errorsIn(await run(folder, { base: 'git:HEAD', head: 'git:' }))).toEqual([
    'property-optional git:HEAD:asyncapi.yaml',
  ])
})

test('a contract that the revision does not hold is new', async () => {
  const { folder } = repositoryWith({ 'README.md': 'nothing yet' })
  put(folder, { 'asyncapi.yaml': before })

  expect((await run(folder, { base: 'git:main' })).findings).toEqual([
    {
      rule: 'contract-added',
      severity: 'info',
      message: 'the contract is new: git:main:asyncapi.yaml has none',
      place: { file: join(folder, 'asyncapi.yaml'), line: 1, column: 1, pointer: '' },
      mend: 'Nothing has to be done.',
    },
  ])
})

test('what is wrong with the contract of the revision is told with its place there', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': 'asyncapi: 3.0.0\ninfo: [' })
  put(folder, { 'asyncapi.yaml': before })

  const { findings } = await run(folder, { base: 'git:main' })
  expect(findings.map(({ rule, place }) => `${rule} ${place?.file}`)).toEqual(['syntax git:main:asyncapi.yaml'])
})

test('--transitive compares with every tag that matches, and says which', async () => {
  const { folder, commit } = repositoryWith({ 'README.md': 'nothing yet' }, 'v0.1.0')
  commit({ 'asyncapi.yaml': orders({ payload: texts(['orderId', 'note']) }) }, 'v1.2.0')
  commit({ 'asyncapi.yaml': orders({ payload: texts(['orderId', 'note']) }) }, 'v1.10.0')
  commit({ 'asyncapi.yaml': orders({ payload: texts(['orderId', 'note'], ['orderId']) }) }, 'v2.0.0')
  commit({ 'asyncapi.yaml': orders({ payload: texts(['orderId', 'note'], ['orderId']), version: '2.0.0' }) }, 'other')

  expect(errorsIn(await run(folder, { base: 'git:v2.0.0' }))).toEqual([])
  const found = await run(folder, { transitive: 'v*' })
  expect(found.bases).toEqual(['v2.0.0', 'v1.10.0', 'v1.2.0', 'v0.1.0'])
  expect(errorsIn(found)).toEqual(['property-optional git:v1.10.0:asyncapi.yaml,git:v1.2.0:asyncapi.yaml'])
  expect(found.findings.find(({ severity }) => severity === 'error')?.message).toMatch(
    / \(against v1\.10\.0, v1\.2\.0\)$/,
  )
})

const refused = async (options: Partial<DiffOptions>, folder: string) => {
  await expect(run(folder, options)).rejects.toMatchObject({ code: 'WRONG_USAGE' })
  return run(folder, options).catch((error: Error) => error.message)
}

test('an unknown revision is refused, with what to do about it', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': before })

  expect(await refused({ base: 'git:gone' }, folder)).toBe(
    `git knows no revision "gone" in ${folder}; fetch it, or name another branch, tag or commit`,
  )
  expect(await refused({ transitive: 'release-*' }, folder)).toMatch(/^no tag matches "release-\*"; expected one/)
})

test('in a shallow clone an unknown revision is probably one that was not fetched', async () => {
  const { folder, commit } = repositoryWith({ 'asyncapi.yaml': before }, 'v1')
  commit({ 'asyncapi.yaml': after })
  const shallow = folderWith()
  repositoryWith({}).git('clone', '--quiet', '--depth', '1', '--no-tags', `file://${folder}`, join(shallow, 'clone'))

  expect(await refused({ base: 'git:v1' }, join(shallow, 'clone'))).toMatch(
    /; the clone is shallow: fetch what is missing, .*fetch-depth: 0/,
  )
})

test('a folder outside of any repository is refused', async () => {
  const folder = folderWith({ 'asyncapi.yaml': before })

  expect(await refused({ base: 'git:main' }, folder)).toMatch(
    new RegExp(`^${folder} is in no git repository \\(not a git repository`),
  )
})

test('without git a revision cannot be read, and that is said', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': before })
  const { PATH } = process.env
  process.env['PATH'] = folderWith()
  try {
    expect(await refused({ base: 'git:main' }, folder)).toMatch(
      /^cannot run git in .* \(ENOENT\); expected git on the PATH/,
    )
  } finally {
    process.env['PATH'] = PATH
  }
})

test('a submodule is said to be one: its files are of another repository', async () => {
  const inner = repositoryWith({ 'order.yaml': JSON.stringify(texts(['orderId'])) })
  const { folder, git } = repositoryWith({ 'asyncapi.yaml': orders({ payload: { $ref: './schemas/order.yaml' } }) })
  git('submodule', '--quiet', 'add', inner.folder, 'schemas')
  git('commit', '--quiet', '--message', 'a submodule')
  put(folder, { 'asyncapi.yaml': orders({ payload: { $ref: './schemas/order.yaml' }, version: '1.0.1' }) })

  const { findings } = await run(folder, { base: 'git:HEAD' })
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('schemas is a submodule, whose files the revision does not hold'),
  ])
})

test('what is neither a file nor a folder is refused, and a forgotten "git:" is guessed', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': before })
  mkdirSync(join(folder, 'empty'))

  expect(await refused({ base: 'main:asyncapi.yaml' }, folder)).toBe(
    'cannot read main:asyncapi.yaml: there is no such file or folder; "git:main:asyncapi.yaml" names a revision',
  )
  expect(await refused({ base: 'gone.yaml' }, folder)).toBe('cannot read gone.yaml: there is no such file or folder')
  expect(await refused({}, folder)).toBe('expected a base to compare with, such as git:main')
  expect(await refused({ base: 'empty' }, folder)).toMatch(
    /^.*empty is a folder and .*asyncapi\.yaml is a file; expected two of a kind/,
  )
})
