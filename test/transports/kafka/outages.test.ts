import { isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka

describe.skipIf(isMissing)(`A broker that is killed and comes back${note}`, { timeout: 150_000 }, () => {
  let broker: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    broker = await brokers.kafka.startPrivate()
    stage = await openStage(broker.url)
  }, 120_000)
  afterAll(async () => {
    await stage.close()
    await broker.remove()
  })

  test('publishing waits, bounded, and what is held comes again when it is there again', async () => {
    const connection = await stage.connect({ requestTimeoutMs: 1_000, publishTimeoutMs: 1_000 })
    const patient = await stage.connect({ requestTimeoutMs: 1_000, publishTimeoutMs: 60_000 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1', { key: 'a' }), outgoing('2', { key: 'a' })])
    const held = await receive(intake, 2)
    await broker.kill()
    await new Promise((resolve) => setTimeout(resolve, 4_000))

    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('3', { key: 'a' })])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toMatch(/^Kafka did not confirm what is for .* within 1000 ms: .*127\.0\.0\.1:/)
    expect(Date.now() - begun).toBeLessThan(5_000)
    expect((await connection.health()).problems.join()).toContain('is away')
    expect(stage.warnings.filter((warning) => warning.includes('is away, trying again'))).not.toEqual([])
    const waiting = patient.carry([outgoing('4', { key: 'a' })])
    expect(await intake.acknowledge(held.slice(0, 1))).toEqual(held.slice(0, 1))

    await broker.start()
    expect(await waiting).toEqual([undefined])
    await until(async () => (await connection.health()).status === 'healthy', 'it was there again', 30_000)
    // It was away for longer than the group waits for a silent member: what was not settled comes again, in order.
    const again = await receive(intake, 3, 30_000)
    expect(idsOf(again)).toEqual(['1', '2', '4'])
    expect(again.map(({ redeliveries }) => redeliveries)).toEqual([1, 1, 0])
    expect(await intake.acknowledge(held)).toEqual(held)
    expect(await intake.acknowledge(again)).toEqual([])
    await intake.close()
    const other = await stage.open(await stage.connect())
    await connection.carry([outgoing('5', { key: 'a' })])
    expect(idsOf(await receive(other, 1, 30_000))).toEqual(['5'])
  })

  test('closing does not wait for it', async () => {
    const connection = await stage.connect({ requestTimeoutMs: 1_000 })
    await stage.open(connection, { name: 'closing' })
    await broker.kill()
    const begun = Date.now()
    await connection.close()
    expect(Date.now() - begun).toBeLessThan(5_000)
    await broker.start()
  })
})
