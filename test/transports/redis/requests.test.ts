import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { type RunningRedis, startRedis } from '../../brokers/redis.js'
import { outgoing, receive } from '../stage.js'
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
  afterAll(async () => {
    await stage.close()
    await server.remove()
  })

  const requests = async () => {
    const stats = await stage.foreign.sendCommand<string>(['INFO', 'commandstats'])
    const calls = (command: string) => Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
    return { looks: calls('xread'), reads: calls('xreadgroup'), scripts: calls('evalsha') }
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
})
