import type { Intake } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startTcpProxy } from '../../brokers/tcp-proxy.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { enveloped } from './enveloped.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.redis

describe.skipIf(isMissing)(`Order in Redis${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.redis.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const order = { order: 'per-key' } as const
  const of = (key: string, ...numbers: number[]) => numbers.map((number) => outgoing(`${key}${number}`, { key }))
  /** Receives and acknowledges, until told to stop. */
  function work(intake: Intake, together: string[]) {
    const ids: string[] = []
    const stop = new AbortController()
    const done = (async () => {
      while (!stop.signal.aborted) {
        const held = await intake.receive(5, stop.signal)
        ids.push(...idsOf(held))
        together.push(...idsOf(held))
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

  /** As many one after the other: each is acknowledged before the next. */
  async function receiveInTurn(intake: Intake, count: number): Promise<string[]> {
    const ids: string[] = []
    while (ids.length < count) {
      const held = await receive(intake, 1)
      ids.push(...idsOf(held))
      await intake.acknowledge(held)
    }
    return ids
  }

  test('what FastStream adds is in the order of its keys, too', async () => {
    const intake = await stage.open(await stage.connect(), order)
    const event = { specversion: '1.0', source: 'py', type: 'OrderConfirmed', partitionkey: '17', data: {} }
    const ids = ['f-1', 'f-2', 'f-3', 'f-4', 'f-5', 'f-6']
    for (const id of ids) {
      const { data, ...attributes } = { ...event, id }
      const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]))
      // The whole event as an object, or its data with attributes as headers.
      const __data__ = id < 'f-4' ? enveloped(headers, '{}') : enveloped({}, JSON.stringify({ ...attributes, data }))
      await stage.foreign.xAdd(`${stage.prefix}orders`, '*', { __data__ })
    }
    const held = await receive(intake, 1)
    expect(await intake.receive(6, AbortSignal.timeout(300))).toEqual([])
    await intake.acknowledge(held)
    expect([...idsOf(held), ...(await receiveInTurn(intake, 5))]).toEqual(ids)
  })

  test('two instances share the events, each key in order', async () => {
    const [one, other] = [await stage.connect(), await stage.connect()]
    const together: string[] = []
    const first = work(await stage.open(one, order), together)
    const second = work(await stage.open(other, order), together)
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}-`)
    let round = 0
    await until(async () => {
      await one.carry(keys.flatMap((key) => of(key, ++round)))
      return second.ids.length > 0 && first.ids.length > 0
    }, 'both took part')
    await until(() => together.length === round, 'all were received')
    for (const key of keys) {
      const numbers = together.filter((id) => id.startsWith(key)).map((id) => Number(id.slice(key.length)))
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
    await Promise.all([first.stop(), second.stop()])
  })

  test('of a partition nothing comes, to anybody, before what came earlier is settled', async () => {
    const [one, other] = [await stage.connect({ partitions: 1 }), await stage.connect({ partitions: 1 })]
    const first = await stage.open(one, order)
    await one.carry([...of('a', 1), ...of('b', 1)])
    const held = await receive(first, 1)
    const second = await stage.open(other, order)
    // Longer than a lease: it is extended.
    const extending = setInterval(() => void first.extend(held), 300)
    expect(await second.receive(5, AbortSignal.timeout(2_500))).toEqual([])
    clearInterval(extending)
    expect(await first.acknowledge(held)).toEqual([])
    await first.close()
    expect(idsOf(await receive(second, 1))).toEqual(['b1'])
  })

  test('what an instance had and did not settle comes first to the next, at once, when it closes', async () => {
    const [one, other] = [await stage.connect({ leaseMs: 30_000 }), await stage.connect({ leaseMs: 30_000 })]
    const first = await stage.open(one, order)
    await one.carry(of('a', 1, 2, 3))
    expect(await receiveInTurn(first, 1)).toEqual(['a1'])
    expect(idsOf(await receive(first, 1))).toEqual(['a2'])
    const second = await stage.open(other, order)
    await first.close()
    await one.carry(of('a', 4, 5))
    expect(await receiveInTurn(second, 4)).toEqual(['a2', 'a3', 'a4', 'a5'])
  })

  test('and also when it vanishes, when its lease ends', async () => {
    const proxy = await startTcpProxy(Number(new URL(brokers.redis.url).port))
    const leaseMs = 3_000
    const one = await stage.connect({ leaseMs, url: `redis://127.0.0.1:${proxy.port}` })
    const first = await stage.open(one, order)
    await one.carry(of('a', 1, 2, 3))
    expect(await receiveInTurn(first, 1)).toEqual(['a1'])
    expect(idsOf(await receive(first, 1))).toEqual(['a2'])
    proxy.stall()
    proxy.cut()
    const other = await stage.connect({ leaseMs })
    const second = await stage.open(other, order)
    await other.carry(of('a', 4, 5))
    expect(await receiveInTurn(second, 4)).toEqual(['a2', 'a3', 'a4', 'a5'])
    proxy.resume()
    await proxy.close()
  })

  test('what is returned with a delay holds back its partition alone, and comes first', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, order)
    // Of different partitions.
    await connection.carry([...of('a', 1, 2), ...of('c', 1, 2)])
    const held = await receive(intake, 2)
    expect(idsOf(held).sort()).toEqual(['a1', 'c1'])
    const begun = Date.now()
    await intake.return(
      held.filter(({ key }) => key === 'a'),
      1_000,
    )
    await intake.acknowledge(held.filter(({ key }) => key === 'c'))
    expect(await receiveInTurn(intake, 3)).toEqual(['c2', 'a1', 'a2'])
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990)
  })

  test('what waits longer than the server keeps silent is waited for', async () => {
    const connection = await stage.connect({ partitions: 1, requestTimeoutMs: 1_000 })
    const intake = await stage.open(connection, order)
    await connection.carry(of('a', 1, 2))
    await intake.return(await receive(intake, 1), 9_000)
    expect(idsOf(await receive(intake, 1, 15_000))).toEqual(['a1'])
    expect(stage.warnings).toEqual([])
  })

  test('what has no key is spread over the partitions', async () => {
    const connection = await stage.connect({ partitions: 4 })
    const intake = await stage.open(connection, order)
    const ids = Array.from({ length: 40 }, (_, index) => `${index + 10}`)
    await connection.carry(ids.map((id) => outgoing(id)))
    const held = await receive(intake, 2)
    await intake.acknowledge(held)
    expect([...idsOf(held), ...(await receiveInTurn(intake, 38))].sort()).toEqual(ids)
  })

  test('with room for fewer than there are partitions, never more are held, and all are received', async () => {
    const connection = await stage.connect({ leaseMs: 30_000, requestTimeoutMs: 10_000 })
    const intake = await stage.open(connection, { ...order, prefetch: 2 })
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    await connection.carry(keys.flatMap((key) => of(key, 1, 2)))
    const ids: string[] = []
    while (ids.length < 20) {
      const held = [...(await receive(intake, 1)), ...(await intake.receive(9, AbortSignal.timeout(200)))]
      if (held.length === 2) expect(await intake.receive(1, AbortSignal.timeout(20))).toEqual([])
      expect(held.length).toBeLessThanOrEqual(2)
      ids.push(...idsOf(held))
      await intake.acknowledge(held)
    }
    expect(ids.toSorted()).toEqual(keys.flatMap((key) => [`${key}1`, `${key}2`]))
  })

  test.each([
    [
      'binary',
      (event: Event) => Object.fromEntries(Object.entries(event).map(([name, value]) => [`ce_${name}`, value])),
    ],
    ['structured', (event: Event) => ({ 'content-type': 'application/cloudevents+json', data: JSON.stringify(event) })],
  ] as const)('a key is what its producer says, also where that knows nothing of Tidings, %s', async (_, fieldsOf) => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, order)
    const event = (id: string) => ({ specversion: '1.0', id, source: 's', type: 'OrderConfirmed', partitionkey: 'a' })
    for (const id of ['1', '2']) await stage.foreign.xAdd(`${stage.prefix}orders`, '*', fieldsOf(event(id)))
    const [first, ...others] = await receive(intake, 1)
    expect(first?.key).toBe('a')
    if (first !== undefined) await intake.acknowledge([first])
    expect(others).toEqual([])
    expect(await receiveInTurn(intake, 1)).toEqual(['2'])
  })
})

type Event = Readonly<Record<string, string>>
