import { isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { drain, idsOf, openStage, outgoing, receive, type Stage, until } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`NATS that goes away${note}`, { timeout: 60_000 }, () => {
  let server: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    server = await brokers.nats.startPrivate()
    stage = await openStage(server.url)
  })
  afterEach(async () => {
    // Also where a test failed half-way.
    await server.stop()
    await server.start()
    await stage.clear()
  })
  afterAll(async () => {
    await stage.close()
    await server.remove()
  })

  test('a publish waits, and is refused when nobody comes back in time', async () => {
    const connection = await stage.connect({ publishTimeoutMs: 500 })
    await stage.open(connection)
    await server.kill()
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('1')])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toContain('was not confirmed within 500 ms')
    expect(Date.now() - begun).toBeGreaterThanOrEqual(490)
    expect(Date.now() - begun).toBeLessThan(5_000)
    await server.start()
  })

  test('a publish that waits goes through when the server is back', async () => {
    const connection = await stage.connect({ publishTimeoutMs: 30_000 })
    const intake = await stage.open(connection)
    await server.kill()
    const carried = connection.carry([outgoing('patient')])
    await until(() => stage.warnings.length > 0, 'the loss was told')
    await server.start()
    expect(await carried).toEqual([undefined])
    expect(idsOf(await receive(intake, 1))).toEqual(['patient'])
  })

  test.each(['none', 'per-key'] as const)(
    'what was accepted is received, with two restarts under load, order %s',
    async (order) => {
      const connection = await stage.connect({ publishTimeoutMs: 30_000 })
      const intake = await stage.open(connection, { order })
      const accepted: string[] = []
      let isOver = false
      const publishing = (async () => {
        for (let number = 0; number < 1_000; number += 10) {
          const ids = Array.from({ length: 10 }, (_, index) => `${number + index}`)
          const outcomes = await connection.carry(ids.map((id) => outgoing(id, { key: `key-${Number(id) % 7}` })))
          accepted.push(...ids.filter((_, index) => outcomes[index] === undefined))
        }
        isOver = true
      })()
      const received = drain(intake, (seen) => isOver && accepted.every((id) => seen.includes(id)))
      await until(() => accepted.length >= 200, 'some were accepted')
      await server.kill()
      await server.start()
      await until(() => accepted.length >= 600, 'more were accepted')
      await server.stop()
      await server.start()
      await publishing
      const seen = await received
      expect(accepted.filter((id) => !seen.includes(id))).toEqual([])
      expect(accepted).toHaveLength(1_000)
      if (order === 'none') return
      const first = (key: number) => [...new Set(seen)].map(Number).filter((id) => id % 7 === key)
      for (const key of [0, 1, 2, 3, 4, 5, 6])
        expect(first(key)).toEqual(first(key).toSorted((one, other) => one - other))
    },
  )

  test('health tells that the server is away, and that it is back', async () => {
    const connection = await stage.connect()
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await server.stop()
    await until(async () => (await connection.health()).status === 'unhealthy', 'it was unhealthy')
    expect((await connection.health()).problems[0]).toMatch(/^NATS at 127\.0\.0\.1:\d+ is away/)
    await server.start()
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
  })

  test('what is held is acknowledged after a restart, within its lease', async () => {
    const connection = await stage.connect({ leaseMs: 20_000 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    const held = await receive(intake, 2)
    await server.stop()
    await server.start()
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
    expect(await intake.acknowledge(held)).toEqual([])
    await connection.carry([outgoing('3')])
    expect(idsOf(await receive(intake, 1))).toEqual(['3'])
  })

  test('it closes although the server is away', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await receive(intake, 1)
    await server.stop()
    const begun = Date.now()
    await connection.close()
    expect(Date.now() - begun).toBeLessThan(10_000)
    await server.start()
  })

  test('without a server a start is refused, soon, and says where none was', async () => {
    const connecting = stage.connect({ servers: ['nats://mario:secret@127.0.0.1:1'] })
    await expect(connecting).rejects.toThrow('cannot connect to NATS at 127.0.0.1:1: ')
    await expect(connecting).rejects.not.toThrow('secret')
  })
})
