import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { type RunningRedis, startRedis } from '../../brokers/redis.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isInstalled, note } = brokers.redis

describe.skipIf(!isInstalled)(`What is asked of Redis${note}`, { timeout: 60_000 }, () => {
  // Of its own, since it counts for all who ask.
  let server: RunningRedis
  let stage: Stage
  beforeAll(async () => {
    server = await startRedis(await mkdtemp(join(tmpdir(), 'tidings-redis-')))
    stage = await openStage(server.url)
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await stage.close()
    await server.remove()
  })

  const requests = async () => {
    const stats = await stage.foreign.sendCommand<string>(['INFO', 'commandstats'])
    const calls = (command: string) => Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
    return {
      looks: calls('xread'),
      reads: calls('xreadgroup'),
      scripts: calls('evalsha'),
      settled: calls('xpending') + calls('xack'),
    }
  }

  test('an event is published, handed out to who waits for it, and acknowledged by one request each', async () => {
    const intake = await stage.open(await stage.connect())
    const publisher = await stage.connect()
    const pass = async (id: string) => {
      const received = receive(intake, 1)
      await publisher.carry([outgoing(id)])
      await intake.acknowledge(await received)
    }
    await pass('0')
    const before = await requests()
    for (let id = 1; id <= 100; id++) await pass(String(id))
    const after = await requests()
    // And now and then a look for what is to be handed out again.
    expect(after.reads - before.reads).toBeLessThan(140)
    expect(after.scripts - before.scripts).toBeLessThan(240)
    expect(after.looks - before.looks).toBeLessThan(30)
  })

  test('what is acknowledged together is looked for and settled together', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry(Array.from({ length: 100 }, (_, index) => outgoing(`together-${index}`)))
    const held = await receive(intake, 100)
    const before = await requests()
    expect(await intake.acknowledge(held)).toEqual([])
    const after = await requests()
    // Meanwhile it is looked for what is to be handed out again.
    expect(after.settled - before.settled).toBeLessThan(20)
  })

  test('of what is acknowledged together, what somebody else has by now is lost, and all else is done', async () => {
    const [first, second] = [await stage.open(await stage.connect()), await stage.open(await stage.connect())]
    const publisher = await stage.connect()
    await publisher.carry(Array.from({ length: 6 }, (_, index) => outgoing(`apart-${index}`)))
    const held = await receive(first, 6)
    const kept = held.filter((_, index) => index % 2 === 0)
    const left = held.filter((_, index) => index % 2 === 1)
    const extending = setInterval(() => void first.extend(kept), 300)
    const taken = await receive(second, 3)
    clearInterval(extending)
    expect(idsOf(taken).sort()).toEqual(idsOf(left).sort())
    expect(idsOf(await first.acknowledge(held))).toEqual(idsOf(left))
    expect(await second.acknowledge(taken)).toEqual([])
    await first.close()
    expect(await second.receive(6, AbortSignal.timeout(1_000))).toEqual([])
  })
})
