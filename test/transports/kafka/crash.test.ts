import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { heldByKilled } from '../killed.js'
import { idsOf, outgoing, placeAt, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka
const consume = new URL('./consume.ts', import.meta.url)

describe.skipIf(isMissing)(`A process that is killed${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what it held comes again, counted, and no more than it may hold', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    await connection.carry(ids.map((id) => outgoing(id, { key: id })))
    const taken = await heldByKilled(consume, [brokers.kafka.url, stage.prefix], 10)
    expect(taken).toHaveLength(10)
    const held = await receive(await connection.open(placeAt()), 30, 30_000)
    expect(new Set(idsOf(held))).toEqual(new Set(ids))
    const again = held.filter(({ redeliveries }) => redeliveries === 1)
    expect(idsOf(again).sort()).toEqual(taken.sort())
    expect(held.filter(({ redeliveries }) => redeliveries === 0)).toHaveLength(20)
  })

  test('what it had settled does not come again, also where something before it was open', async () => {
    const first = await stage.connect()
    const intake = await stage.open(first)
    await first.carry(['1', '2', '3', '4'].map((id) => outgoing(id, { key: 'a' })))
    const [one, two, three] = await receive(intake, 4)
    await intake.acknowledge([two, three].flatMap((each) => each ?? []))
    expect(await intake.return([one].flatMap((each) => each ?? []))).toEqual([])
    const second = await stage.connect()
    await intake.close()
    const held = await receive(await stage.open(second), 2)
    expect(held.map(({ message, redeliveries }) => [message?.attributes.id, redeliveries])).toEqual([
      ['1', 1],
      ['4', 1],
    ])
  })
})
