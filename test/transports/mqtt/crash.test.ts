import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { heldByKilled } from '../killed.js'
import { idsOf, outgoing, placeAt, receive, receiveNow } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt
const consume = new URL('./consume.ts', import.meta.url)
const byNumber = (one: string, other: string) => Number(one) - Number(other)

describe.skipIf(isMissing)(`A process that is killed${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.mqtt.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what it held and what waited behind comes to another, once, and it held no more than it may', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    await connection.carry(ids.map((id) => outgoing(id)))
    const taken = await heldByKilled(consume, [brokers.mqtt.url, stage.prefix], 10)
    expect(taken).toHaveLength(10)
    const intake = await connection.open(placeAt())
    const held = await receive(intake, 30, 20_000)
    expect(idsOf(held).sort(byNumber)).toEqual(ids)
    expect(await intake.acknowledge(held)).toEqual([])
    expect(await receiveNow(intake)).toEqual([])
  })
})
