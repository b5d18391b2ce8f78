import { inspect } from 'node:util'
import { createBus } from '@tidings/runtime'
import { type PostgresOptions, postgres, setUpPostgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startProxyTo } from '../../brokers/tcp-proxy.js'

const { isMissing, isInstalled, note } = brokers.postgres

describe.skipIf(isMissing || !isInstalled)(`who is let in by PostgreSQL${note}`, { timeout: 30_000 }, () => {
  let server: RunningBroker
  let place: string
  beforeAll(async () => {
    server = await brokers.postgres.startPrivate()
    place = new URL(server.url).host
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(`CREATE ROLE mario SUPERUSER LOGIN PASSWORD 'right@/#?'`)
    const { rows } = await client.query('SHOW hba_file')
    await client.query(
      `COPY (VALUES ('host all mario all scram-sha-256'), ('host all all all trust')) TO '${rows[0].hba_file}'`,
    )
    await client.query('SELECT pg_reload_conf()')
    await client.end()
  }, 60_000)
  afterAll(() => server.remove(), 60_000)

  const start = async (options: PostgresOptions) => {
    const bus = createBus({ application: 'pizzeria', transport: postgres(options) })
    await bus.start()
    await bus.close()
  }
  const errorOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)

  test('with the right password, percent-encoded, a start goes well', async () => {
    await start({ connectionString: `postgres://mario:${encodeURIComponent('right@/#?')}@${place}/postgres` })
  })

  test('a server that does not answer is told with its place', async () => {
    const connectionString = 'postgres://mario:hush@127.0.0.1:1/pizzeria'
    const expected = /^Error: cannot connect to PostgreSQL at 127\.0\.0\.1:1\/pizzeria: connect ECONNREFUSED/
    expect(String(await errorOf(start({ connectionString })))).toMatch(expected)
    expect(String(await errorOf(setUpPostgres({ connectionString })))).toMatch(expected)
    const pool = new pg.Pool({ connectionString })
    expect(String(await errorOf(start({ pool })))).toMatch(expected)
    await pool.end()
  })

  test('a database that is not there is told with its place', async () => {
    const error = await errorOf(start({ connectionString: `postgres://postgres@${place}/nowhere` }))
    expect(String(error)).toBe(
      `Error: cannot connect to PostgreSQL at ${place}/nowhere: database "nowhere" does not exist`,
    )
  })

  test('a server that lets in and says nothing is given up, and told with its place', async () => {
    const proxy = await startProxyTo(server.url)
    proxy.stall()
    const begun = Date.now()
    const error = await errorOf(start({ connectionString: proxy.url }))
    expect(String(error)).toMatch(/^Error: cannot connect to PostgreSQL at 127\.0\.0\.1:\d+\/postgres: .*timeout/)
    expect(Date.now() - begun).toBeLessThan(15_000)
    await proxy.close()
  })

  const percentEncode = 'percent-encode what is special in the user and the password'
  test.each([
    ['a wrong password', (at: string) => `postgres://mario:hush@${at}/db`, 'password authentication failed'],
    ['an @ in it', (at: string) => `postgres://mario:a@hush@${at}/db`, 'password authentication failed'],
    ['as a parameter', (at: string) => `postgres://${at}/db?user=mario&password=hush`, 'password authentication'],
    ['as a parameter with an @', (at: string) => `postgres://${at}/db?user=mario&password=a@hush`, percentEncode],
    ['a / in it', (at: string) => `postgres://mario:1/hush@${at}/db`, percentEncode],
    ['an @ and a / in it', (at: string) => `postgres://mario:a@hush/hush@${at}/db`, percentEncode],
    ['a # in it', (at: string) => `postgres://mario:hush#1@${at}/db`, percentEncode],
    ['a ? in it', (at: string) => `postgres://mario:1?hush@${at}/db`, percentEncode],
    ['a % in it', (at: string) => `postgres://mario:hush%ff@${at}/db`, percentEncode],
    ['a port that is none', () => 'postgres://mario:hush@127.0.0.1:999999/db', percentEncode],
    ['no scheme', (at: string) => `mario:hush@${at}/db`, percentEncode],
    ['a certificate that is not there', (at: string) => `postgres://mario:hush@${at}/db?sslcert=/nowhere`, 'ENOENT'],
  ])('a secret is nowhere in the error: %s', async (_, address, reason) => {
    const connectionString = address(place)
    for (const options of [{ connectionString }, { pool: new pg.Pool({ connectionString }) }]) {
      const error = await errorOf(start(options))
      expect(String(error)).toMatch(/^Error: cannot connect to PostgreSQL/)
      expect(String(error)).toContain(reason)
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain('hush')
      await options.pool?.end()
    }
  })
})
