import { type Connection, type Intake, isNotAccepted, type SubscriptionPlace } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Broker, RunningBroker } from '../brokers/brokers.js'
import { endure } from './endure.js'
import { idsOf, outgoing, receive, until } from './stage.js'

interface Times {
  readonly publishTimeoutMs?: number
  readonly leaseMs?: number
}

interface OutageStage<Options> {
  readonly warnings: readonly string[]
  connect(options?: Options | Times): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  clear(): Promise<void>
  close(): Promise<void>
}

export interface OutageOptions<Options> {
  /** As errors call the broker. */
  readonly name: string
  readonly broker: Broker
  openStage(url: string): Promise<OutageStage<Options>>
  /** Leads to port 1 of this machine, where nobody listens, with the password `secret`. */
  readonly nobody: Options
}

/** For a transport that settles over a new connection what it held before: its broker goes away and comes back. */
export function bearsOutages<Options extends Times>({ name, broker, openStage, nobody }: OutageOptions<Options>): void {
  describe.skipIf(broker.isMissing)(`${name} that goes away${broker.note}`, { timeout: 60_000 }, () => {
    let server: RunningBroker
    let stage: OutageStage<Options>
    beforeAll(async () => {
      server = await broker.startPrivate()
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
        const restarts = [server.kill, server.stop].map((end) => async () => {
          await end()
          await server.start()
        })
        const keyOf = (number: number) => `key-${number % 7}`
        const seen = await endure(connection, intake, { keyOf, troubles: restarts })
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
      expect((await connection.health()).problems[0]).toMatch(new RegExp(`^${name} at 127\\.0\\.0\\.1:\\d+ is away`))
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
      const connecting = stage.connect(nobody)
      await expect(connecting).rejects.toThrow(`cannot connect to ${name} at 127.0.0.1:1: `)
      await expect(connecting).rejects.not.toThrow('secret')
    })
  })
}
