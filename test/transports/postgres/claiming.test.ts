import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive, receiveNow, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`claiming in PostgreSQL${note}`, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('the second event of a key goes to nobody while somebody holds the first', async () => {
    const connections = await Promise.all([stage.connect(), stage.connect()])
    const [one, other] = await Promise.all(connections.map((each) => stage.open(each, { order: 'per-key' })))
    await connections[0]?.carry([outgoing('1', { key: 'a' }), outgoing('2', { key: 'a' }), outgoing('3', { key: 'b' })])
    const held = one ? await one.receive(1, AbortSignal.timeout(5_000)) : []
    expect(idsOf(held)).toEqual(['1'])
    expect(other && idsOf(await receive(other, 1))).toEqual(['3'])
    expect(other && (await receiveNow(other))).toEqual([])
    await one?.acknowledge(held)
    expect(other && idsOf(await receive(other, 1))).toEqual(['2'])
  })

  test('a delay holds back the later events of the key, and no others', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order: 'per-key' })
    await connection.carry([outgoing('1', { key: 'a' }), outgoing('2', { key: 'a' })])
    const begun = Date.now()
    await intake.return(await receive(intake, 1), 300)
    await connection.carry([outgoing('3', { key: 'b' }), outgoing('4')])
    expect(idsOf(await receive(intake, 2)).toSorted()).toEqual(['3', '4'])
    const [again] = await receive(intake, 1)
    expect(again?.message?.attributes.id).toBe('1')
    expect(again?.redeliveries).toBe(1)
    expect(Date.now() - begun).toBeGreaterThanOrEqual(295)
  })

  test('events without a key are kept back by nobody', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order: 'per-key' })
    await connection.carry([outgoing('1'), outgoing('2'), outgoing('3', { key: 'a' }), outgoing('4', { key: 'a' })])
    expect(idsOf(await receive(intake, 3)).toSorted()).toEqual(['1', '2', '3'])
  })

  test('every key has its turn, however much waits of the others', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order: 'per-key' })
    const keys = ['a', 'b', 'c', 'd', 'e']
    await connection.carry([1, 2, 3].flatMap((number) => keys.map((key) => outgoing(`${key}${number}`, { key }))))
    const turns = []
    for (let turn = 0; turn < 5; turn++) {
      const held = await receive(intake, 2)
      turns.push(idsOf(held).toSorted())
      await intake.acknowledge(held)
    }
    expect(turns).toEqual([
      ['a1', 'b1'],
      ['c1', 'd1'],
      ['a2', 'e1'],
      ['b2', 'c2'],
      ['d2', 'e2'],
    ])
  })

  test('a row that somebody keeps locked holds up its key, and is not asked for in a hurry', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order: 'per-key' })
    await connection.carry([outgoing('1', { key: 'a' })])
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await client.query(`SELECT FROM ${stage.schema}.queue FOR UPDATE`)
    await connection.carry([outgoing('2', { key: 'b' })])
    expect(idsOf(await receive(intake, 1))).toEqual(['2'])
    expect(await receiveNow(intake)).toEqual([])
    await client.query('ROLLBACK')
    client.release()
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('a key of any length keeps its order', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order: 'per-key' })
    const key = 'é'.repeat(5_000)
    await connection.carry([outgoing('1', { key }), outgoing('2', { key }), outgoing('3', { key: `${key}!` })])
    const held = await receive(intake, 2)
    expect(idsOf(held).toSorted()).toEqual(['1', '3'])
    expect(held.every((each) => each.key?.startsWith(key))).toBe(true)
    await intake.acknowledge(held)
    expect(idsOf(await receive(intake, 1))).toEqual(['2'])
  })

  test('what is not extended goes to somebody else, counted, and is no longer ours to settle', async () => {
    const silent = await stage.open(await stage.connect({ leaseMs: 200 }))
    const connection = await stage.connect()
    await connection.carry([outgoing('1')])
    const held = await receive(silent, 1)
    const next = await stage.open(connection)
    const again = await receive(next, 1)
    expect(again[0]?.redeliveries).toBe(1)
    expect(await silent.acknowledge(held)).toEqual(held)
    expect(await silent.extend(held)).toEqual(held)
    expect(await silent.park(held[0] as never, details)).toBe(false)
    expect(await next.acknowledge(again)).toEqual([])
  })

  test('behind an event that went to somebody else meanwhile, the next of its key stays', async () => {
    const silent = await stage.open(await stage.connect({ leaseMs: 200 }), { order: 'per-key' })
    const connection = await stage.connect()
    await connection.carry([outgoing('1', { key: 'a' }), outgoing('2', { key: 'a' })])
    const held = await receive(silent, 1)
    const other = await stage.open(connection, { order: 'per-key' })
    const again = await receive(other, 1)
    const next = silent.receive(1, AbortSignal.timeout(1_000))
    expect(await silent.acknowledge(held)).toEqual(held)
    expect(idsOf(await next)).toEqual([])
    const last = other.receive(1, AbortSignal.timeout(5_000))
    expect(await other.acknowledge(again)).toEqual([])
    expect(idsOf(await last)).toEqual(['2'])
  })

  test('what is extended stays', async () => {
    const busy = await stage.open(await stage.connect({ leaseMs: 300 }))
    const connection = await stage.connect()
    await connection.carry([outgoing('1')])
    const held = await receive(busy, 1)
    const next = await stage.open(connection)
    for (let times = 0; times < 5; times++) {
      await busy.extend(held)
      expect(idsOf(await next.receive(1, AbortSignal.timeout(150)))).toEqual([])
    }
    expect(await busy.acknowledge(held)).toEqual([])
  })

  test('a message that was deleted by hand stands in nobody’s way', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    await stage.pool.query(`DELETE FROM ${stage.schema}.messages WHERE id = '1'`)
    expect(idsOf(await receive(intake, 1))).toEqual(['2'])
    const count = async () => (await stage.pool.query(`SELECT FROM ${stage.schema}.queue`)).rowCount
    await until(async () => (await count()) === 1, 'its row was gone')
  })
})

const details = {
  reason: 'invalid',
  error: { name: 'Error', message: 'late' },
  attempts: 0,
  parkedAt: '2026-03-01T12:00:00.000Z',
} as const
