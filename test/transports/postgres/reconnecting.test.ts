import { createBus } from '@tidings/runtime'
import { postgres } from '@tidings/runtime/postgres'
import type { Connection } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startProxyTo } from '../../brokers/tcp-proxy.js'
import { endure } from '../endure.js'
import { idsOf, outgoing, receive, until } from '../stage.js'
import { OrderMoved } from './pizzeria.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, isInstalled, note } = brokers.postgres

describe.skipIf(isMissing || !isInstalled)(`PostgreSQL that goes away${note}`, () => {
  let server: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    server = await brokers.postgres.startPrivate()
    stage = openStage(server.url)
  }, 60_000)
  afterAll(async () => {
    await stage.close()
    await server.remove()
  }, 60_000)

  const cutAll = () =>
    stage.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
    )

  test('every publish that resolved is delivered, whatever befalls the connections and the server', {
    timeout: 120_000,
  }, async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { name: 'survivor' })
    const restarts = [server.kill, server.stop].map((end) => async () => {
      await end()
      await server.start()
    })
    await endure(connection, intake, { troubles: [() => cutAll().catch(() => {}), ...restarts] })
    await stage.clear()
  })

  test('while the server is away a publish waits, then is refused, and health says why', {
    timeout: 60_000,
  }, async () => {
    const connection = await stage.connect({ publishTimeoutMs: 300 })
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await server.stop()
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('lost')])
    expect(outcome?.message).toMatch(/^not accepted within 300 ms: postgres is away: /)
    expect(Date.now() - begun).toBeGreaterThanOrEqual(295)
    const { status, problems } = await connection.health()
    expect(status).toBe('unhealthy')
    expect(problems[0]).toMatch(/^postgres is away: /)
    await server.start()
    await until(async () => (await connection.health()).status === 'healthy', 'it was healthy again')
    expect(await connection.carry([outgoing('accepted')])).toEqual([undefined])
    await stage.clear()
  })

  test('a publish that waits goes through when the server comes back in time', { timeout: 60_000 }, async () => {
    const connection = await stage.connect({ publishTimeoutMs: 30_000 })
    const intake = await stage.open(connection, { name: 'patient' })
    await server.stop()
    const carried = connection.carry([outgoing('patient')])
    await new Promise((resolve) => setTimeout(resolve, 200))
    await server.start()
    expect(await carried).toEqual([undefined])
    expect(idsOf(await receive(intake, 1))).toEqual(['patient'])
    await stage.clear()
  })

  test('the loss of the listening connection costs no more than a poll, and it listens again', {
    timeout: 60_000,
  }, async () => {
    const connection: Connection = await stage.connect({ pollIntervalMs: 1_000 })
    const intake = await stage.open(connection, { name: 'deaf' })
    const listeners = async () =>
      (await stage.pool.query(`SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`)).rows.map(({ pid }) => pid)
    await until(async () => (await listeners()).length === 1, 'it listens')
    const [first] = await listeners()
    await stage.pool.query('SELECT pg_terminate_backend($1)', [first])
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
    await until(async () => {
      const [next] = await listeners()
      return next !== undefined && next !== first
    }, 'it listens again')
    await stage.clear()
  })

  test('it closes although the server is away', { timeout: 60_000 }, async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { name: 'leaving' })
    await connection.carry([outgoing('held')])
    await receive(intake, 1)
    await server.stop()
    const begun = Date.now()
    await connection.close()
    expect(Date.now() - begun).toBeLessThan(10_000)
    await server.start()
  })

  test('a server that says nothing any more keeps no bus from closing, and the health tells it soon', {
    timeout: 30_000,
  }, async () => {
    const proxy = await startProxyTo(server.url)
    const transport = postgres({ connectionString: proxy.url, schema: stage.schema })
    const bus = createBus({ application: 'pizzeria', transport, hooks: { warned: () => {} } })
    bus.subscribe('history', OrderMoved, () => {})
    await bus.start()
    proxy.stall()
    const asked = Date.now()
    const health = await bus.health()
    expect(health.transports['default']).toMatchObject({ status: 'unhealthy' })
    expect(Date.now() - asked).toBeLessThan(5_000)
    const publishing = expect(bus.publish(new OrderMoved({ orderId: '17', step: 1 }))).rejects.toThrow(
      'the connection is closed',
    )
    const begun = Date.now()
    await bus.close({ deadlineMs: 500 })
    expect(Date.now() - begun).toBeLessThan(500 + 5_000)
    await publishing
    await proxy.close()
  })

  test('a connection closes although what it asked is never answered', { timeout: 60_000 }, async () => {
    const proxy = await startProxyTo(server.url)
    const connection = await stage.connect({ connectionString: proxy.url })
    proxy.stall()
    const carrying = connection.carry([outgoing('1')])
    await new Promise((resolve) => setImmediate(resolve))
    const begun = Date.now()
    await connection.close()
    expect(Date.now() - begun).toBeLessThan(10_000)
    expect(String((await carrying)[0])).toContain('the connection is closed')
    await proxy.close()
  })
})
