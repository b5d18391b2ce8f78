import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { drain, idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`A network between RabbitMQ and us${note}`, { timeout: 60_000 }, () => {
  let proxy: TcpProxy & { readonly url: string }
  let stage: Stage
  beforeAll(async () => {
    proxy = await startProxyTo(brokers.rabbitmq.url)
    stage = await openStage(brokers.rabbitmq.url)
  })
  afterEach(async () => {
    proxy.resume()
    proxy.open()
    await stage.clear()
  })
  afterAll(() => proxy.close())

  const connect = () => stage.connect({ url: proxy.url, requestTimeoutMs: 1_000, publishTimeoutMs: 30_000 })

  const harms = {
    'is cut': () => proxy.cut(),
    'is half closed by the client': () => proxy.halfClose(),
    'is half closed by the broker': () => proxy.halfClose('broker'),
    'says nothing any more, and nobody is told': () => proxy.silence(),
    'stands still for a while': async () => {
      proxy.stall()
      await new Promise((resolve) => setTimeout(resolve, 300))
      proxy.resume()
    },
  }

  test.each(Object.keys(harms) as (keyof typeof harms)[])('nothing is lost when the connection %s', async (harm) => {
    const connection = await connect()
    const intake = await stage.open(connection)
    const accepted: string[] = []
    let isOver = false
    const publishing = (async () => {
      for (let number = 0; number < 400; number += 4) {
        const ids = Array.from({ length: 4 }, (_, index) => `${number + index}`)
        const outcomes = await connection.carry(ids.map((id) => outgoing(id)))
        accepted.push(...ids.filter((_, index) => outcomes[index] === undefined))
      }
      isOver = true
    })()
    const received = drain(intake, (seen) => isOver && accepted.every((id) => seen.includes(id)))
    await until(() => accepted.length >= 100, 'some were accepted')
    await harms[harm]()
    await publishing
    const seen = await received
    expect(accepted.filter((id) => !seen.includes(id))).toEqual([])
    expect(accepted).toHaveLength(400)
    // Nobody is left behind who would take events to himself.
    const consumers = () =>
      stage.foreign(async (channel) => (await channel.checkQueue(stage.queue())).consumerCount <= 1)
    await until(consumers, 'there was one consumer')
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

  test('what is held when the connection breaks is lost, which is told, and comes again', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    const held = await receive(intake, 2)
    proxy.cut()
    await until(() => stage.warnings.length > 0, 'the loss was told')
    const [one, ...others] = held
    if (one === undefined) throw new Error('nothing came')
    expect(await intake.extend(held)).toEqual(held)
    expect(await intake.acknowledge([one])).toEqual([one])
    expect(await intake.return(others)).toEqual(others)
    const error = { name: 'Error', message: 'no' }
    expect(await intake.park(one, { reason: 'invalid', error, attempts: 0, parkedAt: '' })).toBe(false)
    const again = await receive(intake, 2)
    expect(again.map(({ redeliveries }) => redeliveries)).toEqual([1, 1])
    expect(await intake.acknowledge(again)).toEqual([])
  })

  test('what was acknowledged and not confirmed is not said to be', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const held = await receive(intake, 1)
    proxy.stall()
    await expect(intake.acknowledge(held)).rejects.toThrow('RabbitMQ did not answer within 1000 ms')
    proxy.cut()
    proxy.resume()
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('it closes although nobody answers', async () => {
    const connection = await connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    await receive(intake, 1)
    proxy.stall()
    const begun = Date.now()
    await connection.close()
    // What may be asked of it at most before it is left, and the last goodbye.
    expect(Date.now() - begun).toBeLessThan(5_000)
    proxy.cut()
  })

  test('what comes about after it was closed leaves nothing behind', async () => {
    const errors: Error[] = []
    const remember = (error: Error) => errors.push(error)
    process.on('uncaughtException', remember)
    const connection = await connect()
    const before = proxy.dialled
    proxy.stall()
    proxy.cut()
    await until(() => proxy.dialled >= before + 2, 'it dialled again')
    await connection.close()
    proxy.resume()
    // Two beats of a heart that would find itself alone.
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    process.off('uncaughtException', remember)
    expect(errors).toEqual([])
  })

  test('a start that nobody answers is given up', async () => {
    proxy.stall()
    const begun = Date.now()
    await expect(connect()).rejects.toThrow(/cannot connect to RabbitMQ at 127\.0\.0\.1:\d+: .*TIMEDOUT/)
    expect(Date.now() - begun).toBeLessThan(5_000)
  })

  test('of a channel that the broker closes all comes again on another, and why is told', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const [held] = await receive(intake, 1)
    if (held === undefined)
      throw new Error('nothing came')
      // As the broker does for a delivery that is kept for too long: a tag that it does not know.
    ;(held as unknown as { tag: number }).tag = 999
    await expect(intake.acknowledge([held])).rejects.toThrow()
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
    expect(stage.warnings.join()).toContain('the channel of subscription kitchen was lost')
  })
})
