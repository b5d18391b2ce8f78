import type { Intake } from '@tidings/runtime/transport'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { idsOf, outgoing, receive, receiveNow } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`Order in RabbitMQ${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  let proxies: TcpProxy[] = []
  beforeAll(async () => {
    stage = await openStage(brokers.rabbitmq.url)
  })
  afterEach(async () => {
    await stage.clear()
    await Promise.all(proxies.map((proxy) => proxy.close()))
    proxies = []
  })

  const order = { order: 'per-key' } as const
  const numbered = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => outgoing(`${first + index}`, { key: 'a' }))
  const idsBetween = (first: number, last: number) => numbered(first, last).map(({ message }) => message.attributes.id)

  /** One that can be taken off the network. */
  const openDoomed = async (prefetch = 1_000) => {
    const proxy = await startProxyTo(brokers.rabbitmq.url)
    proxies.push(proxy)
    const connection = await stage.connect({ url: proxy.url })
    return { proxy, connection, intake: await stage.open(connection, { ...order, prefetch }) }
  }
  const takeAll = async (intake: Intake, count: number) => {
    const held = await receive(intake, count)
    await intake.acknowledge(held)
    return idsOf(held)
  }

  test('one instance has all while it lives, the next goes on where it ended', async () => {
    const [one, other] = [await stage.connect(), await stage.connect()]
    const first = await stage.open(one, order)
    await one.carry(numbered(1, 10))
    expect(await takeAll(first, 4)).toEqual(idsBetween(1, 4))
    const second = await stage.open(other, order)
    expect(await receiveNow(second)).toEqual([])
    await first.close()
    expect(await takeAll(second, 6)).toEqual(idsBetween(5, 10))
  })

  test('what is returned comes first again, and what follows it too, to the same instance', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, order)
    await connection.carry(numbered(1, 6))
    const held = await receive(intake, 4)
    await intake.acknowledge(held.slice(0, 1))
    expect(await intake.return(held.slice(1))).toEqual([])
    const again = await receive(intake, 5)
    expect(again.map(({ redeliveries }) => redeliveries)).toEqual([1, 1, 1, 0, 0])
    expect(idsOf(again)).toEqual(idsBetween(2, 6))
    expect(await intake.acknowledge(held.slice(1))).toEqual(held.slice(1))
  })

  // More than 32 is where the broker's own maps lose their order; with fewer taken than returned its queue turns round.
  test('what vanished instances held comes again in its order, however often, and however little they took', async () => {
    const publisher = await stage.connect()
    await (await stage.open(publisher, order)).close()
    await publisher.carry(numbered(1, 150))
    for (const [round, taken] of [70, 3, 1, 45].entries()) {
      const { proxy, intake } = await openDoomed(taken)
      const held = await receive(intake, taken)
      expect(idsOf(held)).toEqual(idsBetween(1, taken))
      expect(held.every(({ redeliveries }) => redeliveries === round)).toBe(true)
      proxy.shut()
    }
    const last = await stage.open(publisher, order)
    expect([...(await takeAll(last, 100)), ...(await takeAll(last, 50))]).toEqual(idsBetween(1, 150))
  })

  test('what was acknowledged in between does not come again, and the rest stays in order', async () => {
    const { proxy, connection, intake } = await openDoomed()
    await connection.carry(numbered(1, 60))
    const held = await receive(intake, 50)
    const isDone = (id: string) => Number(id) % 7 === 0
    await intake.acknowledge(held.filter(({ message }) => isDone(message?.attributes.id ?? '')))
    proxy.shut()
    const next = await stage.open(await stage.connect(), order)
    const rest = idsBetween(1, 60).filter((id) => !isDone(id) || Number(id) > 50)
    expect(await takeAll(next, rest.length)).toEqual(rest)
  })

  test('fewer are handed out than the window holds, and never more than may be held', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { ...order, prefetch: 5 })
    await connection.carry(numbered(1, 20))
    const held = await receive(intake, 5)
    expect(await receiveNow(intake)).toEqual([])
    await intake.acknowledge(held)
    expect(idsOf(await receive(intake, 5))).toEqual(idsBetween(6, 10))
  })
})
