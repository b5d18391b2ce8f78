import type { Holding, Intake } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../../brokers/tcp-proxy.js'
import { readAll } from '../../conformance/subjects/kafka-programs.js'
import { idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka

describe.skipIf(isMissing)(`Order per key on Kafka${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('a key is in the partition where a Java program puts it', async () => {
    const connection = await stage.connect({ partitions: 7 })
    // What `kafka-console-producer` of Kafka 4.1 does: org.apache.kafka.common.utils.Utils.murmur2, in UtilsTest.
    const hashes = { '21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536, abc: 479470107 }
    await connection.carry(Object.keys(hashes).map((key) => outgoing(key, { key })))
    const found = await readAll(stage.address, `${stage.prefix}.orders`)
    const partitions = Object.fromEntries(found.map(({ key, partition }) => [key.toString(), partition]))
    expect(partitions).toEqual(
      Object.fromEntries(Object.entries(hashes).map(([key, hash]) => [key, (hash & 0x7fffffff) % 7])),
    )
  })

  test('what is returned comes before what is behind it, and a delay holds back its key alone', async () => {
    const connection = await stage.connect({ partitions: 1 })
    const intake = await stage.open(connection, { order: 'per-key' })
    const carried = (['a', 'a', 'b', 'a'] as const).map((key, index) => outgoing(`${key}${index}`, { key }))
    await connection.carry(carried)
    const [first] = await receive(intake, 1)
    await intake.return([first as Holding], 500)
    const others = await receive(intake, 1)
    expect(idsOf(others)).toEqual(['b2'])
    const begun = Date.now()
    expect(idsOf(await receive(intake, 3))).toEqual(['a0', 'a1', 'a3'])
    expect(Date.now() - begun).toBeGreaterThan(100)
  })

  test('order holds while instances come and go, by closing and by being killed, and all is handled', async () => {
    const place = { order: 'per-key', prefetch: 20 } as const
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}-`)
    const publisher = await stage.connect()
    await publisher.declare({ subscriptions: [placeAt(place)] })
    const seen: string[] = []
    const proxies: TcpProxy[] = []

    /** Comes, and works until it goes. */
    const come = async () => {
      const proxy = await startProxyTo(brokers.kafka.url)
      proxies.push(proxy)
      const { hostname: host, port } = new URL(proxy.url)
      const reach = () => ({ host, port: Number(port) })
      const connection = await stage.connect({ brokers: `${host}:${port}`, reach, requestTimeoutMs: 2_000 })
      const intake = await stage.open(connection, place)
      const end = new AbortController()
      const instance = { count: 0 }
      const done = work(intake, end.signal, (ids) => {
        seen.push(...ids)
        instance.count += ids.length
      })
      await until(async () => {
        await publishRound()
        return instance.count > 0
      }, 'whoever came had something to do')
      return {
        async leave() {
          end.abort()
          await done
          await connection.close()
        },
        /** All at once it is neither heard nor does it anything. */
        kill() {
          proxy.shut()
          end.abort()
          return done
        },
      }
    }
    let rounds = 0
    const publishRound = async () => {
      rounds++
      const outcomes = await publisher.carry(keys.map((key) => outgoing(`${key}${rounds}`, { key })))
      expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([])
    }

    const first = await come()
    const second = await come()
    await first.leave()
    const third = await come()
    await second.kill()
    const fourth = await come()
    await third.leave()
    const fifth = await come()
    await fourth.kill()
    await until(() => new Set(seen).size === rounds * keys.length, 'all were handled', 30_000)
    await fifth.leave()
    for (const key of keys) {
      const numbers = seen.filter((id) => id.startsWith(key)).map((id) => Number(id.slice(key.length)))
      // What a killed one held comes again, and what follows it after it.
      const skipping = numbers.filter((number, index) => number > (numbers[index - 1] ?? 0) + 1)
      expect({ key, skipping }).toEqual({ key, skipping: [] })
    }
    await Promise.all(proxies.map((proxy) => proxy.close()))
  })
})

/** Receives and acknowledges until the signal; what comes with it or later is not handled. */
async function work(intake: Intake, signal: AbortSignal, handled: (ids: readonly string[]) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const held = await intake.receive(5, signal)
      if (signal.aborted) await intake.return(held)
      else {
        handled(idsOf(held))
        await intake.acknowledge(held)
      }
    } catch {
      // It is tried again, as the pump does.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
