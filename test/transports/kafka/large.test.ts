import type { Connection, DeadLetter, DeadLetterDetails, Intake } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka
const mebibyte = 1024 * 1024

describe.skipIf(isMissing)(`What is as large as Kafka takes${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  let connection: Connection
  let intake: Intake
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  beforeEach(async () => {
    const topicConfiguration = { 'max.message.bytes': `${32 * mebibyte}`, 'segment.bytes': `${64 * mebibyte}` }
    connection = await stage.connect({ partitions: 1, topicConfiguration })
    intake = await stage.open(connection)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const junk = (size: number) =>
    stage.producer.send({
      acks: -1,
      messages: [{ topic: `${stage.prefix}.orders`, value: Buffer.alloc(size, 'A') }],
    })
  const details: DeadLetterDetails = {
    reason: 'undecodable',
    error: { name: 'UndecodableMessage', message: 'No CloudEvent' },
    attempts: 0,
    parkedAt: '2026-01-01T00:00:00Z',
  }
  const park = async () => {
    for (const holding of await receive(intake, 1)) expect(await intake.park(holding, details)).toBe(true)
  }
  const list = async () => {
    const found: DeadLetter[] = []
    for await (const letter of connection.deadLetters?.list({}) ?? []) found.push(letter)
    return found
  }

  test('what fills its topic’s limit of 1 MiB is a dead letter, byte for byte, and comes again as often as it is redriven', async () => {
    // A batch has 61 bytes, and a record without key and headers 12 beside its value.
    const most = mebibyte - 80
    await stage.admin.incrementalAlterConfigs({
      resources: [
        {
          resourceType: 2,
          resourceName: `${stage.prefix}.orders`,
          configs: [{ name: 'max.message.bytes', configOperation: 0, value: String(mebibyte) }],
        },
      ],
    })
    await junk(most)
    for (const redrives of [0, 1, 2]) {
      await park()
      const [letter, ...others] = await list()
      expect(others).toEqual([])
      expect(letter?.redrives).toBe(redrives)
      expect(letter?.wire?.body).toHaveLength(most)
      expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(true)
    }
    await park()
  })

  test('what the dead letters have no room for stays where it is, which its dead letter says, and others follow', async () => {
    await junk(17 * mebibyte)
    await park()
    await connection.carry([outgoing('next')])
    const next = await receive(intake, 1)
    expect(idsOf(next)).toEqual(['next'])
    await intake.acknowledge(next)
    const [letter, ...others] = await list()
    expect(others).toEqual([])
    const where = `too large to be stored whole: its original is record 0 of partition 0 of topic ${stage.prefix}.orders`
    expect(letter?.error.message).toBe(`No CloudEvent (${where})`)
    expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(false)
    expect(stage.warnings).toEqual([
      `dead letter ${letter?.id} of kitchen cannot be redriven: No CloudEvent (${where})`,
    ])
    expect(await list()).toHaveLength(1)
    expect(await connection.deadLetters?.discard('kitchen', letter?.id ?? '')).toBe(true)
    expect(await list()).toEqual([])
  })
})
