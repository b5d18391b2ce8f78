import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startTcpProxy, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { endure } from '../endure.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`A network between NATS and us${note}`, { timeout: 60_000 }, () => {
  let proxy: TcpProxy
  let stage: Stage
  beforeAll(async () => {
    proxy = await startTcpProxy(Number(new URL(brokers.nats.url).port))
    stage = await openStage(brokers.nats.url)
  })
  afterEach(async () => {
    proxy.resume()
    await stage.clear()
  })
  afterAll(async () => {
    await stage.close()
    await proxy.close()
  })

  const connect = () =>
    stage.connect({
      servers: `nats://127.0.0.1:${proxy.port}`,
      connect: { reconnectTimeWait: 50, reconnectJitter: 10, pingInterval: 200, maxPingOut: 2 },
      requestTimeoutMs: 1_000,
      publishTimeoutMs: 30_000,
    })

  const consumersOf = async () => {
    const found: string[] = []
    for await (const { name } of stage.jsm.consumers.list(`${stage.prefix}__orders`)) found.push(name)
    return found
  }

  const harms = {
    'is cut': () => proxy.cut(),
    'is half closed': () => proxy.halfClose(),
    'says nothing any more, and nobody is told': async () => {
      proxy.stall()
      // Until it is given up: two pings without an answer.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      proxy.cut()
      proxy.resume()
    },
    'stands still for a while': async () => {
      proxy.stall()
      await new Promise((resolve) => setTimeout(resolve, 300))
      proxy.resume()
    },
  }

  test.each(Object.keys(harms) as (keyof typeof harms)[])('nothing is lost when the connection %s', async (harm) => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await endure(connection, intake, { count: 400, troubles: [harms[harm]] })
    expect(await consumersOf()).toEqual(['pizzeria__kitchen'])
  })

  test('a peer that says nothing any more is given up, and health says so', async () => {
    const connection = await connect()
    await stage.open(connection)
    proxy.stall()
    await until(async () => (await connection.health()).status === 'unhealthy', 'it was unhealthy', 5_000)
    await until(() => stage.warnings.some((warning) => warning.includes('is lost')), 'the loss was told', 5_000)
    proxy.cut()
    proxy.resume()
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
  })

  test('what is held when the connection breaks is settled over the next one', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    const held = await receive(intake, 2)
    proxy.cut()
    expect(await intake.acknowledge(held)).toEqual([])
    await connection.carry([outgoing('3')])
    expect(idsOf(await receive(intake, 1))).toEqual(['3'])
  })

  test('it closes although nobody answers', async () => {
    const connection = await stage.connect({ servers: `nats://127.0.0.1:${proxy.port}`, requestTimeoutMs: 1_000 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    await receive(intake, 1)
    proxy.stall()
    const begun = Date.now()
    await connection.close()
    // Twice what a request may take, and the last goodbye.
    expect(Date.now() - begun).toBeLessThan(3_500)
    proxy.cut()
  })

  test('of what was held for longer than its lease while nobody was heard, nothing is settled', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const held = await receive(intake, 1)
    proxy.stall()
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    proxy.cut()
    proxy.resume()
    expect(await intake.acknowledge(held)).toEqual(held)
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })
})
