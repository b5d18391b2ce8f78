import { type MqttOptions, mqtt } from '@tidings/runtime/mqtt'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startProxyTo } from '../../brokers/tcp-proxy.js'
import { drain, idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)

describe.skipIf(isMissing)(`MQTT that is away${note}`, { timeout: 60_000 }, () => {
  let broker: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    broker = await brokers.mqtt.startPrivate()
    stage = await openStage(broker.url)
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await stage.close()
    await broker.remove()
  })

  test('what it confirmed is there after it was asked to end, held and waiting, dead letters too', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { prefetch: 5 })
    await connection.carry(numbers(20).map((id) => outgoing(id)))
    const held = await receive(intake, 5)
    const [dead, ...others] = held
    if (dead === undefined) throw new Error('nothing came')
    const details = { reason: 'not-retryable', error: { name: 'E', message: 'no' }, attempts: 1 } as const
    await intake.park(dead, { ...details, parkedAt: '2026-01-01T00:00:00Z' })
    await broker.stop()
    await broker.start()
    expect(await intake.acknowledge(others)).toEqual([])
    const rest = await drain(intake, (seen) => new Set(seen).size === 15)
    expect([...new Set([...rest, ...idsOf(held)])].toSorted()).toEqual(numbers(20).toSorted())
    expect(rest).toHaveLength(15)
    const parked: (string | undefined)[] = []
    for await (const { message } of connection.deadLetters?.list({}) ?? []) parked.push(message?.attributes.id)
    expect(parked).toEqual(idsOf([dead]))
  })

  test('a subscription that was not being read then gets what is published after it', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    await broker.stop()
    await broker.start()
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    expect(idsOf(await receive(await connection.open(placeAt()), 1))).toEqual(['1'])
  })

  test('a publish waits for it, and no longer than it may', async () => {
    const connection = await stage.connect({ publishTimeoutMs: 500 })
    await broker.stop()
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(/^MQTT at 127\.0\.0\.1:\d+ is away: .*was not confirmed within 500 ms: /)
    expect(Date.now() - begun).toBeLessThan(2_000)
    expect((await connection.health()).problems.join()).toMatch(/is away; trying to connect again/)
    await broker.start()
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
    expect(stage.warnings.join()).toMatch(/trying to connect again/)
  })

  const connectOver = (url: string, options: MqttOptions = {}) =>
    mqtt({ url, requestTimeoutMs: 500, keepAliveMs: 1_000, publishTimeoutMs: 500, ...options }).connect({
      application: 'pizzeria',
      clock: systemClock,
      warn: () => {},
    })

  test('a start is refused within its time where nobody answers', async () => {
    const proxy = await startProxyTo(broker.url)
    proxy.stall()
    await expect(connectOver(proxy.url)).rejects.toThrow(
      /^cannot connect to MQTT at 127\.0\.0\.1:\d+: .*did not answer within 500 ms$/,
    )
    await proxy.close()
  })

  test('closing ends within its time where nobody answers', async () => {
    const proxy = await startProxyTo(broker.url)
    const connection = await connectOver(proxy.url, { keepAliveMs: 60_000, prefix: stage.prefix })
    await connection.declare({ subscriptions: [placeAt()] })
    await connection.open(placeAt())
    proxy.stall()
    const begun = Date.now()
    await connection.close()
    expect(Date.now() - begun).toBeLessThan(2_000)
    await proxy.close()
  })

  test('a silent connection is noticed within the time to keep alive, and another made', async () => {
    const proxy = await startProxyTo(broker.url)
    const connection = await connectOver(proxy.url, { publishTimeoutMs: 10_000 })
    proxy.silence()
    const begun = Date.now()
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    expect(Date.now() - begun).toBeLessThan(4_000)
    await connection.close()
    await proxy.close()
  })
})
