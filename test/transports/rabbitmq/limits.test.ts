import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { type RunningRabbitmq, startRabbitmq } from '../../brokers/rabbitmq.js'
import { drain, idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

/** Erlang's terms: what is kept for too long is looked for often, and little is too large. */
const settings = '[{rabbit, [{channel_tick_interval, 300}, {max_message_size, 100000}]}].'

describe.skipIf(isMissing)(`Limits of RabbitMQ${note}`, { timeout: 60_000 }, () => {
  let server: RunningRabbitmq
  let stage: Stage
  beforeAll(async () => {
    server = await startRabbitmq(await mkdtemp(join(tmpdir(), 'tidings-rabbitmq-')), settings)
    stage = await openStage(server.url)
  }, 90_000)
  afterEach(() => stage.clear())
  afterAll(() => server.remove(), 30_000)

  test('what is held for longer than the broker allows comes again on another channel, and why is told', async () => {
    // A channel keeps to what was set when it was opened.
    const allow = (ms: number) => server.control('eval', `application:set_env(rabbit, consumer_timeout, ${ms}).`)
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await allow(300)
    const held = await receive(intake, 1)
    await allow(1_800_000)
    await until(async () => (await intake.extend(held)).length === 1, 'it was lost')
    expect(stage.warnings.join()).toMatch(
      /the channel of subscription kitchen was lost, and what it held comes again: .*delivery acknowledgement.* timed out/s,
    )
    expect(await intake.acknowledge(held)).toEqual(held)
    const again = await receive(intake, 1)
    expect(idsOf(again)).toEqual(['1'])
    expect(await intake.acknowledge(again)).toEqual([])
  })

  test('what is larger than the broker takes is refused at once, and what was sent beside it is not', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const large = { ...outgoing('large').message, data: new Uint8Array(100_001) }
    const begun = Date.now()
    const [one, refused, other] = await connection.carry([
      outgoing('1'),
      outgoing('large', { message: large }),
      outgoing('2'),
    ])
    expect([one, other]).toEqual([undefined, undefined])
    expect(isNotAccepted(refused)).toBe(true)
    expect(refused?.message).toMatch(/RabbitMQ refuses what is for orders of exchange \S+: .*message size 100001/)
    expect(Date.now() - begun).toBeLessThan(5_000)
    // The refusal closed their channel: what was not confirmed until then was sent again.
    const seen = await drain(intake, (ids) => ids.includes('1') && ids.includes('2'))
    expect(seen).not.toContain('large')
  })

  test('while the broker is short of memory publishing waits or is refused, and what is held is settled', async () => {
    const connection = await stage.connect({ publishTimeoutMs: 500 })
    const patient = await stage.connect({ publishTimeoutMs: 30_000 })
    const intake = await stage.open(connection)
    await Promise.all([connection, patient].map((each) => each.carry([outgoing('before')])))
    const held = await receive(intake, 2)
    await server.control('set_vm_memory_high_watermark', '0.000001')
    try {
      // The broker tells it to those that publish.
      await until(async () => {
        const [outcome] = await connection.carry([outgoing('refused')])
        return outcome !== undefined && stage.warnings.some((warning) => warning.includes('publishing waits'))
      }, 'publishing was refused')
      const [outcome] = await connection.carry([outgoing('refused')])
      expect(outcome?.message).toMatch(
        /was not confirmed within 500 ms: RabbitMQ at \S+ takes nothing for now: low on memory/,
      )
      expect((await connection.health()).problems.join()).toContain('takes nothing for now: low on memory')
      const waiting = patient.carry([outgoing('patient')])
      expect(await intake.acknowledge(held)).toEqual([])
      await server.control('set_vm_memory_high_watermark', '0.4')
      expect(await waiting).toEqual([undefined])
    } finally {
      await server.control('set_vm_memory_high_watermark', '0.4')
    }
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
  })
})
