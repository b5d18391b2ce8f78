import type { Intake } from '@tidings/runtime/transport'
import { parser } from 'mqtt-packet'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { drain, idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)

describe.skipIf(isMissing)(`Sessions of a subscription in MQTT${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.mqtt.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what is published waits in them while nobody reads, each message in one of them', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    await connection.carry(numbers(40).map((id) => outgoing(id)))
    const intake = await connection.open(placeAt())
    const held = await receive(intake, 40)
    expect(new Set(idsOf(held)).size).toBe(40)
  })

  test('two instances share them, and a third takes its share', async () => {
    const [one, two] = [await stage.connect(), await stage.connect()]
    const intakes = [await stage.open(one), await stage.open(two)]
    const seen = new Map<Intake, string[]>(intakes.map((intake) => [intake, []]))
    const work = async (intake: Intake) => {
      for (;;) {
        const held = await intake.receive(10, new AbortController().signal)
        if (held.length === 0) return
        seen.get(intake)?.push(...idsOf(held))
        await Promise.resolve(intake.acknowledge(held)).catch(() => {})
      }
    }
    const all = () => [...seen.values()].flat()
    for (const intake of intakes) void work(intake)
    await one.carry(numbers(40).map((id) => outgoing(`a-${id}`)))
    await until(() => all().length === 40, 'all were received')
    expect([...seen.values()].every((ids) => ids.length > 0)).toBe(true)
    const third = await stage.open(await stage.connect())
    seen.set(third, [])
    void work(third)
    await until(async () => {
      await one.carry([outgoing(`b-${all().length}`)])
      return seen.get(third)?.length
    }, 'the third received something')
    expect(new Set(all()).size).toBe(all().length)
  })

  test('what is for another session is acknowledged where it stands, between what is handled', async () => {
    const proxy = await startProxyTo(brokers.mqtt.url)
    const sessions = overheard(proxy)
    const publisher = await stage.connect()
    await publisher.declare({ subscriptions: [placeAt()] })
    await publisher.carry(numbers(100).map((id) => outgoing(id)))
    const intake = await stage.open(await stage.connect({ url: proxy.url }))
    for (let seen = 0; seen < 100; ) {
      const held = await receive(intake, 1)
      expect(await intake.acknowledge(held)).toEqual([])
      seen += held.length
    }
    const full = () => [...sessions.values()].filter(({ published }) => published.length === 100)
    await until(() => full().length === 4 && full().every(({ acknowledged }) => acknowledged.length === 100), 'all was')
    for (const { published, acknowledged } of full()) expect(acknowledged).toEqual(published)
    await proxy.close()
  })

  test('what is handled for long holds up nothing that is for others, and nothing else of its own session', async () => {
    const connection = await stage.connect({ sessions: 32 })
    const intake = await stage.open(connection, { prefetch: 6 })
    await connection.carry(numbers(5).map((id) => outgoing(`long-${id}`)))
    await receive(intake, 5)
    const seen = new Set<string>()
    for (const id of numbers(300)) {
      await connection.carry([outgoing(id)])
      const held = await receive(intake, 1)
      for (const one of idsOf(held)) seen.add(one)
      await intake.acknowledge(held)
    }
    expect(seen).toEqual(new Set(numbers(300)))
  })

  test('what a vanished instance held comes to another, and nothing is lost', async () => {
    const proxy = await startProxyTo(brokers.mqtt.url)
    const doomed = await stage.connect({ url: proxy.url })
    const publisher = await stage.connect()
    const dying = await stage.open(doomed, { prefetch: 5 })
    await publisher.carry(numbers(20).map((id) => outgoing(id)))
    await receive(dying, 5)
    proxy.shut()
    const intake = await stage.open(publisher)
    expect(idsOf(await receive(intake, 20, 20_000)).toSorted()).toEqual(numbers(20).toSorted())
    await proxy.close()
  })

  test('a lost connection loses no holding: what was held is settled after it, and does not come again', async () => {
    const proxy = await startProxyTo(brokers.mqtt.url)
    const connection = await stage.connect({ url: proxy.url })
    const intake = await stage.open(connection)
    const publisher = await stage.connect()
    await publisher.carry(numbers(8).map((id) => outgoing(id)))
    const held = await receive(intake, 8)
    proxy.cut()
    expect(await intake.acknowledge(held)).toEqual([])
    await publisher.carry([outgoing('marker')])
    expect(await drain(intake, (seen) => seen.includes('marker'))).toEqual(['marker'])
    await proxy.close()
  })

  test('who leaves passes on what it has not begun, though it works at something still', async () => {
    const leaving = await stage.connect()
    const one = await stage.open(leaving)
    const two = await stage.open(await stage.connect())
    // Nobody asks for it yet, so that all of it is with the first.
    const end = new AbortController()
    await leaving.carry(numbers(30).map((id) => outgoing(id)))
    const begun = await one.receive(1, end.signal)
    end.abort()
    const others = drain(two, (seen) => seen.length >= 29)
    expect(new Set(await others).size).toBe(29)
    expect(await one.acknowledge(begun)).toEqual([])
    expect(new Set([...idsOf(begun), ...(await others)]).size).toBe(30)
  })

  test('a session that somebody removed is made again, and told of', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const clientId = `${stage.prefix}.tidings.pizzeria.kitchen.2`
    const { default: mqttJs } = await import('mqtt')
    const robber = await mqttJs.connectAsync(brokers.mqtt.url, { protocolVersion: 5, clientId, clean: true })
    await robber.endAsync()
    await until(() => stage.warnings.some((each) => /no session 2 of subscription kitchen/.test(each)), 'it was told')
    await connection.carry(numbers(20).map((id) => outgoing(id)))
    expect(await drain(intake, (seen) => new Set(seen).size === 20)).toHaveLength(20)
  })
})

/** By connection, the numbers of what the broker published and of what was acknowledged, as they passed. */
function overheard(proxy: TcpProxy): ReadonlyMap<number, { published: number[]; acknowledged: number[] }> {
  const sessions = new Map<number, { published: number[]; acknowledged: number[] }>()
  const readers = new Map<string, ReturnType<typeof parser>>()
  proxy.overhear((bytes, by, connection) => {
    const session = sessions.get(connection) ?? { published: [], acknowledged: [] }
    sessions.set(connection, session)
    const reader = readers.get(`${by} ${connection}`) ?? parser({ protocolVersion: 5 })
    if (!readers.has(`${by} ${connection}`)) {
      readers.set(`${by} ${connection}`, reader)
      reader.on('packet', ({ cmd, messageId = 0 }) => {
        if (by === 'broker' && cmd === 'publish' && messageId > 0) session.published.push(messageId)
        if (by === 'client' && cmd === 'puback') session.acknowledged.push(messageId)
      })
    }
    reader.parse(bytes)
  })
  return sessions
}
