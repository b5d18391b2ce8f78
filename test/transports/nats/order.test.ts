import type { Intake } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startTcpProxy } from '../../brokers/tcp-proxy.js'
import { idsOf, openStage, outgoing, receive, type Stage, until } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`Order in NATS${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const order = { order: 'per-key' } as const
  const of = (key: string, ...numbers: number[]) => numbers.map((number) => outgoing(`${key}${number}`, { key }))
  const keysOf = (ids: readonly string[]) => [...new Set(ids.map((id) => id.replace(/\d+$/, '')))].sort()

  /** Receives and acknowledges, until told to stop. */
  function work(intake: Intake) {
    const ids: string[] = []
    const stop = new AbortController()
    const done = (async () => {
      while (!stop.signal.aborted) {
        const held = await intake.receive(5, stop.signal)
        ids.push(...idsOf(held))
        await intake.acknowledge(held)
      }
    })()
    return {
      ids,
      stop: () => {
        stop.abort()
        return done
      },
    }
  }

  test('two instances share the keys, each key with one of them', async () => {
    const [one, other] = [await stage.connect(), await stage.connect()]
    const first = work(await stage.open(one, order))
    const second = work(await stage.open(other, order))
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}-`)
    let round = 0
    // The second takes over what the first hands over.
    await until(async () => {
      await one.carry(keys.flatMap((key) => of(key, ++round)))
      return second.ids.length > 0
    }, 'the second took part')
    await until(() => first.ids.length + second.ids.length === round, 'all were received')
    const settled = [first.ids.length, second.ids.length] as const
    await one.carry(keys.flatMap((key) => of(key, 9_000, 9_001, 9_002)))
    await until(() => first.ids.length + second.ids.length === round + 120, 'all were received')
    const [mine, theirs] = [first.ids.slice(settled[0]), second.ids.slice(settled[1])]
    expect(keysOf(mine).filter((key) => keysOf(theirs).includes(key))).toEqual([])
    expect(keysOf([...mine, ...theirs])).toEqual(keys.toSorted())
    await Promise.all([first.stop(), second.stop()])
  })

  test('what an instance had and did not settle comes first to the next, in order, when it closes', async () => {
    const [one, other] = [await stage.connect(), await stage.connect()]
    const first = await stage.open(one, order)
    await one.carry(of('a', 1, 2, 3))
    const [a1] = await receive(first, 3)
    if (a1 !== undefined) await first.acknowledge([a1])
    const second = await stage.open(other, order)
    await first.close()
    await one.carry(of('a', 4, 5))
    expect(idsOf(await receive(second, 4))).toEqual(['a2', 'a3', 'a4', 'a5'])
  })

  test('and also when it vanishes, as soon as its leases end', async () => {
    const proxy = await startTcpProxy(Number(new URL(brokers.nats.url).port))
    const leaseMs = 6_000
    const one = await stage.connect({ leaseMs, servers: `127.0.0.1:${proxy.port}` })
    const first = await stage.open(one, { ...order, prefetch: 5 })
    await one.carry(of('a', 1, 2, 3))
    expect(idsOf(await receive(first, 3))).toEqual(['a1', 'a2', 'a3'])
    proxy.stall()
    const other = await stage.connect({ leaseMs })
    const second = await stage.open(other, order)
    await other.carry(of('a', 4, 5))
    const begun = Date.now()
    expect(idsOf(await receive(second, 5))).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
    // Not only when the leases of the messages end too, after that of the partition.
    expect(Date.now() - begun).toBeLessThan(1.4 * leaseMs)
    proxy.cut()
    proxy.resume()
    await proxy.close()
  })

  test('of what is returned with a delay the later ones of its key wait, and others do not', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, order)
    await connection.carry([...of('a', 1, 2), ...of('b', 1)])
    const [a1] = (await receive(intake, 3)).filter(({ message }) => message?.attributes.id === 'a1')
    await intake.close()
    const again = await stage.open(await stage.connect(), order)
    const held = await receive(again, 3)
    const back = held.filter(({ key }) => key === 'a')
    expect(a1).toBeDefined()
    const begun = Date.now()
    await again.return(back, 300)
    await connection.carry(of('b', 2))
    expect(idsOf(await receive(again, 1))).toEqual(['b2'])
    expect(idsOf(await receive(again, 2))).toEqual(['a1', 'a2'])
    expect(Date.now() - begun).toBeGreaterThanOrEqual(295)
  })

  test('a key is what its producer says, also where that knows nothing of Tidings', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, order)
    const event = (id: string) => ({ specversion: '1.0', id, source: 's', type: 'OrderConfirmed', partitionkey: 'a' })
    for (const id of ['1', '2']) await stage.foreign.request(`${stage.prefix}.orders`, JSON.stringify(event(id)))
    const held = await receive(intake, 2)
    expect(held.map(({ key }) => key)).toEqual(['a', 'a'])
    expect(idsOf(held)).toEqual(['1', '2'])
  })
})
