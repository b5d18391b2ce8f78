import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startTcpProxy, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { endure } from '../endure.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.redis

describe.skipIf(isMissing)(`A network between Redis and us${note}`, { timeout: 60_000 }, () => {
  let proxy: TcpProxy
  let stage: Stage
  beforeAll(async () => {
    proxy = await startTcpProxy(Number(new URL(brokers.redis.url).port))
    stage = await openStage(brokers.redis.url)
  })
  afterEach(async () => {
    proxy.resume()
    proxy.open()
    await stage.clear()
  })
  afterAll(async () => {
    await stage.close()
    await proxy.close()
  })

  const connect = () =>
    stage.connect({
      url: `redis://127.0.0.1:${proxy.port}`,
      requestTimeoutMs: 1_000,
      publishTimeoutMs: 30_000,
    })

  const consumersOf = async () =>
    (await stage.foreign.xInfoConsumers(`${stage.prefix}orders`, 'pizzeria:kitchen')).filter(
      ({ name }) => !String(name).startsWith('returned:'),
    )

  const harms = {
    'is cut': () => proxy.cut(),
    'is half closed': () => proxy.halfClose(),
    'says nothing any more, and nobody is told': async () => {
      proxy.stall()
      // Until it is given up: what was asked has no answer.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
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
    expect(await consumersOf()).toHaveLength(1)
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

  test('what lets everybody in and shows them out at once is not asked without end', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    const before = proxy.dialled
    proxy.shut()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    // Four connections, each waiting twice as long every time.
    expect(proxy.dialled - before).toBeLessThan(60)
    proxy.open()
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
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
    const connection = await stage.connect({ url: `redis://127.0.0.1:${proxy.port}`, requestTimeoutMs: 1_000 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    await receive(intake, 1)
    proxy.stall()
    const begun = Date.now()
    await connection.close()
    // What a request may take, and a little.
    expect(Date.now() - begun).toBeLessThan(2_000)
    proxy.cut()
  })

  test('what somebody else took over while nobody was heard is not settled', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const held = await receive(intake, 1)
    proxy.stall()
    const other = await stage.open(await stage.connect())
    const taken = await receive(other, 1)
    proxy.cut()
    proxy.resume()
    expect(idsOf(taken)).toEqual(['1'])
    expect(await intake.acknowledge(held)).toEqual(held)
    expect(await other.extend(taken)).toEqual([])
    expect(await other.acknowledge(taken)).toEqual([])
  })

  test('what was handed out and never arrived comes again at once, and not after its lease', async () => {
    const connection = await stage.connect({ url: `redis://127.0.0.1:${proxy.port}`, leaseMs: 30_000 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('0')])
    await intake.acknowledge(await receive(intake, 1))
    const busy = stage.foreign.eval(
      `redis.call('XADD', KEYS[1], '*', 'ce_specversion', '1.0', 'ce_id', '1', 'ce_source', 's', 'ce_type', 't')
      for _ = 1, 1e8 do end`,
      { keys: [`${stage.prefix}orders`] },
    )
    const waiting = receive(intake, 1)
    // The server has been asked, and is too busy to read it yet: its answer will go nowhere.
    await new Promise((resolve) => setTimeout(resolve, 200))
    proxy.cut()
    await busy
    expect((await waiting).map(({ redeliveries }) => redeliveries)).toEqual([1])
  })

  test('what was handed out to who waits, on a connection that breaks, comes again at once too', async () => {
    const connection = await stage.connect({
      url: `redis://127.0.0.1:${proxy.port}`,
      leaseMs: 30_000,
      connect: { name: 'waits' },
    })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('0')])
    await intake.acknowledge(await receive(intake, 1))
    const waiting = receive(intake, 1)
    const isWaiting = async () => {
      const clients = await stage.foreign.sendCommand<string>(['CLIENT', 'LIST'])
      return /name=waits .*flags=b .*cmd=xreadgroup/.test(clients)
    }
    await until(isWaiting, 'it waited')
    proxy.stall()
    await stage.foreign.xAdd(`${stage.prefix}orders`, '*', {
      ...{ ce_specversion: '1.0', ce_id: '1', ce_source: 's', ce_type: 't' },
    })
    const isHanded = async () =>
      (await stage.foreign.xPending(`${stage.prefix}orders`, 'pizzeria:kitchen')).pending === 1
    await until(isHanded, 'it was handed out')
    proxy.cut()
    proxy.resume()
    expect((await waiting).map(({ redeliveries }) => redeliveries)).toEqual([1])
  })

  test('what was taken and never confirmed is taken once, in its order', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('0')])
    const busy = stage.foreign.eval('for _ = 1, 1e8 do end')
    const carried = connection.carry([outgoing('1'), outgoing('2')])
    // The server has it, and is too busy to read it yet.
    await new Promise((resolve) => setTimeout(resolve, 200))
    proxy.cut()
    const more = connection.carry([outgoing('3')])
    await busy
    expect([...(await carried), ...(await more)]).toEqual([undefined, undefined, undefined])
    expect(idsOf(await receive(intake, 4))).toEqual(['0', '1', '2', '3'])
    expect(await stage.foreign.xLen(`${stage.prefix}orders`)).toBe(4)
  })
})
