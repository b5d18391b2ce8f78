import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { heldByKilled } from '../killed.js'
import { idsOf, outgoing, placeAt, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats
const consume = new URL('./consume.ts', import.meta.url)

describe.skipIf(isMissing)(`A process that is killed${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what it held comes again, counted, and no more than it may hold', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    await connection.carry(ids.map((id) => outgoing(id)))
    const taken = await heldByKilled(consume, [brokers.nats.url, stage.prefix], 10)
    const intake = await connection.open(placeAt())
    const held = await receive(intake, 30)
    expect(
      idsOf(held)
        .map(Number)
        .sort((one, other) => one - other),
    ).toEqual(ids.map(Number))
    const again = held.filter(({ redeliveries }) => redeliveries === 1)
    expect(idsOf(again).sort()).toEqual(taken.sort())
    expect(held.filter(({ redeliveries }) => redeliveries === 0)).toHaveLength(20)
  })
})
