import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.redis

describe.skipIf(isMissing)(`What Redis keeps${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.redis.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const idsIn = async (key: string) => (await stage.entries(key)).map((fields) => fields[fields.indexOf('ce_id') + 1])
  const becomes = (key: string, ids: readonly string[]) =>
    until(async () => JSON.stringify(await idsIn(key)) === JSON.stringify(ids), `${key} held ${ids}`)

  test.each(['none', 'per-key'] as const)(
    'what every group has done with is removed, and what one needs stays, order %s',
    async (order) => {
      const connection = await stage.connect({ keepHandledMs: 0 })
      const quick = await stage.open(connection, { order, name: 'quick' })
      const slow = await stage.open(connection, { order, name: 'slow' })
      await connection.carry(['1', '2', '3'].map((id) => outgoing(id, { key: 'a' })))
      const take = async (intake: typeof quick, id: string) => {
        const held = await receive(intake, 1)
        expect(idsOf(held)).toEqual([id])
        return held
      }
      for (const id of ['1', '2', '3']) await quick.acknowledge(await take(quick, id))
      await slow.acknowledge(await take(slow, '1'))
      await becomes('orders', ['2', '3'])
      // Held, and nothing else of it: it is needed all the same.
      const second = await take(slow, '2')
      expect(await slow.receive(1, AbortSignal.timeout(1_600))).toHaveLength(order === 'none' ? 1 : 0)
      expect(await idsIn('orders')).toEqual(['2', '3'])
      await slow.acknowledge(second)
      await becomes('orders', ['3'])
    },
  )

  test('what is younger than it is kept stays, for who begins in the past', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await intake.acknowledge(await receive(intake, 1))
    const late = await stage.open(connection, { name: 'late', start: 'beginning' })
    expect(idsOf(await receive(late, 1))).toEqual(['1'])
  })

  test('where nobody has subscribed, age alone counts', async () => {
    const connection = await stage.connect({ keepHandledMs: 0 })
    await connection.carry([outgoing('1')])
    await becomes('orders', [])
  })

  test('with an age that nothing may reach, also what is not handled is removed', async () => {
    const connection = await stage.connect({ maxAgeMs: 1 })
    await stage.open(connection)
    await connection.carry([outgoing('1')])
    await becomes('orders', [])
  })
})
