import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeadLetter, type Holding, type Intake, isTopologyMismatch } from '@tidings/runtime/transport'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { directory } from '../src/index.js'
import { confirmed, connect, kitchen } from './stage.js'

let path: string
const folder = () => join(path, 'applications/%4dario/kitchen')
const soon = () => AbortSignal.timeout(5_000)

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'tidings-directory-'))
})
afterEach(() => rm(path, { recursive: true, force: true }))

test('what is inside one application reaches no subscription of another', async () => {
  const connection = await connect(path)
  const sources = [{ address: 'orders/{orderId}', application: 'Mario' }]
  const other = { ...kitchen, name: 'spy', application: 'Luigi', sources: [{ address: 'orders/{orderId}' }] }
  await connection.declare({ subscriptions: [{ ...kitchen, sources }, other] })
  await connection.carry([
    { ...confirmed('domain', Buffer.from('1')), place: { address: 'orders/17', application: 'Mario' } },
    confirmed('integration', Buffer.from('1')),
  ])
  const received = await Promise.all(
    [kitchen, other].map(async (place) => idsOf(await (await connection.open(place)).receive(5, soon()))),
  )
  expect(received).toEqual([['domain'], ['integration']])
  await connection.close()
})

test('names of any text are folders apart', async () => {
  const names = [
    'kitchen',
    'Kitchen',
    'kitchen/2',
    '..',
    '.',
    'küche',
    'x'.repeat(300),
    `${'x'.repeat(300)}y`,
    'a_b',
    '_',
    ' ',
  ]
  const connection = await connect(path)
  await connection.declare({ subscriptions: names.map((name) => ({ ...kitchen, name })) })
  await connection.carry([confirmed('1', Buffer.from('1'))])
  const folders = await readdir(join(path, 'applications/%4dario'))
  expect(new Set(folders.map((each) => each.toLowerCase())).size).toBe(names.length)
  for (const name of names) {
    const intake = await connection.open({ ...kitchen, name })
    expect(idsOf(await intake.receive(5, soon()))).toEqual(['1'])
  }
  await connection.close()
})

test('a dead letter can be read with any program, redriven, and named by nothing but its id', async () => {
  const connection = await connect(path)
  await connection.declare({ subscriptions: [kitchen] })
  await connection.carry([confirmed('1', Buffer.from('one margherita'))])
  const intake = await connection.open(kitchen)
  await park(intake, 'no oven')

  const [id = ''] = await readdir(join(folder(), 'dead'))
  expect(await readFile(join(folder(), 'dead', id), 'utf8')).toMatch(/^ce-specversion: 1.0\n.*\n\none margherita$/s)
  expect(JSON.parse(await readFile(join(folder(), 'dead', `${id}.why.json`), 'utf8'))).toMatchObject({
    reason: 'attempts-exhausted',
    error: { name: 'Error', message: 'no oven' },
  })
  expect((await connection.health()).deadLetters).toBe(1)
  for (const other of ['../subscription.json', '..', '', `${id}.why.json`]) {
    expect(await connection.deadLetters?.discard(kitchen.name, other)).toBe(false)
    expect(await connection.deadLetters?.redrive(kitchen.name, other)).toBe(false)
  }
  expect(await connection.deadLetters?.redrive(kitchen.name, id)).toBe(true)
  const [again] = await intake.receive(5, soon())
  expect([again?.message?.attributes.id, again?.redeliveries]).toEqual(['1', 0])
  expect(await readdir(join(folder(), 'dead'))).toEqual([])
  await connection.close()
})

test('a dead letter whose reasons are gone hides no other', async () => {
  const connection = await connect(path)
  await connection.declare({ subscriptions: [kitchen] })
  await connection.carry([confirmed('1', Buffer.from('1')), confirmed('2', Buffer.from('2'))])
  const intake = await connection.open(kitchen)
  await park(intake, 'no oven')
  await park(intake, 'no oven')
  const reasons = (await readdir(join(folder(), 'dead'))).filter((name) => name.endsWith('.why.json'))
  await rm(join(folder(), 'dead', reasons[0] ?? ''))
  const letters: DeadLetter[] = []
  for await (const letter of connection.deadLetters?.list({}) ?? []) letters.push(letter)
  expect(letters.map(({ message }) => message?.attributes.id)).toEqual(['1', '2'])
  expect(letters[0]?.error.message).toContain('why it was given up cannot be read: ENOENT')
  expect(letters[1]?.error.message).toBe('no oven')
  await connection.close()
})

test('a subscription whose maker was killed before it told is known to all once it is declared again', async () => {
  const [publisher, connection] = [await connect(path), await connect(path)]
  await connection.declare({ subscriptions: [kitchen] })
  await rename(folder(), join(path, 'not yet'))
  await writeFile(join(path, 'declared'), 'as it was before')
  await publisher.carry([confirmed('before', Buffer.from('1'))])
  await rename(join(path, 'not yet'), folder())

  await connection.declare({ subscriptions: [kitchen] })
  await publisher.carry([confirmed('after', Buffer.from('1'))])

  const intake = await connection.open(kitchen)
  expect(idsOf(await intake.receive(5, soon()))).toEqual(['after'])
  await connection.close()
})

test('what cannot be read at all is told, keeps nobody waiting, and stays', async () => {
  const connection = await connect(path)
  await connection.declare({ subscriptions: [kitchen] })
  await mkdir(join(folder(), 'new/0-a-folder'))
  await connection.carry([confirmed('1', Buffer.from('1'))])
  const intake = await connection.open(kitchen)
  await expect(intake.receive(5, soon())).rejects.toThrow(/^cannot read .*0-a-folder.*: EISDIR/)
  expect(idsOf(await intake.receive(5, soon()))).toEqual(['1'])
  await connection.close()
  expect(await readdir(join(folder(), 'held'))).toEqual([expect.stringContaining('0-a-folder')])
})

test('who only compares is told of events that are others than those declared', async () => {
  const connection = await connect(path)
  await connection.declare({ subscriptions: [kitchen] })
  const checking = await connect(path, { topology: 'check' })
  await checking.declare({ subscriptions: [kitchen] })
  const changed = { ...kitchen, sources: [{ address: 'menus' }] }
  const error = await checking.declare({ subscriptions: [changed] }).catch((reason: unknown) => reason)
  expect(isTopologyMismatch(error) && error.differences).toEqual([
    `subscription kitchen takes other events than ${join(folder(), 'subscription.json')} says`,
  ])
  await connection.declare({ subscriptions: [changed] })
  await checking.declare({ subscriptions: [changed] })
})

test('a directory that cannot be used is told, with a way out', async () => {
  await writeFile(join(path, 'file'), '')
  const start = (options: { topology?: 'check' }, name: string) =>
    connect(join(path, name), options).catch(({ message }: Error) => message)
  expect(await start({}, 'file')).toMatch(
    /^cannot use the directory .*file: .*; name a directory that this process may write to$/,
  )
  expect(await start({ topology: 'check' }, 'nowhere')).toMatch(/; let a bus with topology 'create' make it$/)
  expect(() => directory({ path, leaseMs: 0 })).toThrow('directory: leaseMs is 0; expected a whole number from 300 to')
})

const idsOf = (holdings: readonly Holding[]) => holdings.map(({ message }) => message?.attributes.id)

async function park(intake: Intake, message: string): Promise<void> {
  const [holding] = await intake.receive(1, soon())
  if (holding === undefined) throw new Error('nothing was received')
  const error = { name: 'Error', message }
  await intake.park(holding, { reason: 'attempts-exhausted', error, attempts: 5, parkedAt: new Date().toISOString() })
}
