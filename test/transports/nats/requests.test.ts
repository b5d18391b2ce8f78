import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`What is asked of NATS${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('of what is acknowledged together the server confirms the last, and has settled all', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry(Array.from({ length: 50 }, (_, index) => outgoing(String(index))))
    const held = await receive(intake, 50)
    const [stream = ''] = (await stage.streams()).filter((name) => !name.includes('tidings'))
    const [consumer] = await stage.jsm.consumers.list(stream).next()
    const asked: (string | undefined)[] = []
    stage.foreign.subscribe(`$JS.ACK.${stream}.>`, { callback: (_, { reply }) => void asked.push(reply) })
    await stage.foreign.flush()
    expect(await intake.acknowledge(held)).toEqual([])
    await stage.foreign.flush()
    expect(asked).toHaveLength(50)
    expect(asked.filter((reply) => reply)).toHaveLength(1)
    const info = await stage.jsm.consumers.info(stream, consumer?.name ?? '')
    expect(info.num_ack_pending).toBe(0)
  })
})
