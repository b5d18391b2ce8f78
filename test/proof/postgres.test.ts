import { join } from 'node:path'
import { setUpPostgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../brokers/brokers.js'
import { type StartedProcess, startProcess } from '../start-process.js'
import { until } from '../transports/postgres/stage.js'
import { createRandom } from './random.js'

const { isMissing, note } = brokers.postgres
/** How long processes are killed; longer by `npm run prove`. */
const killingMs = Number(process.env.TIDINGS_PROVE_MS ?? 15_000)
const seed = Number(process.env.TIDINGS_SEED ?? Math.floor(Math.random() * 2 ** 31))

describe.skipIf(isMissing)(`outbox, relay and inbox on PostgreSQL${note}`, () => {
  let server: RunningBroker
  let pool: pg.Pool
  const members = new Map<string, StartedProcess>()

  beforeAll(async () => {
    server = await brokers.postgres.startPrivate()
    pool = new pg.Pool({ connectionString: server.url })
    pool.on('error', () => {})
    await setUpPostgres({ pool })
    await pool.query('CREATE TABLE committed (event text, order_id text, step integer)')
    await pool.query('CREATE TABLE effects (number bigserial, event text, order_id text, step integer)')
  }, 60_000)
  afterAll(async () => {
    for (const { child } of members.values()) child.kill('SIGKILL')
    await pool.end()
    await server.remove()
  }, 60_000)

  const file = join(import.meta.dirname, 'fixtures/postgres-member.ts')
  let started = 0
  const start = (name: string) => {
    started += 1
    const [role = ''] = name.split(' ')
    members.set(name, startProcess(file, [role, `${started}`], { TIDINGS_TEST_URL: server.url }))
  }
  const count = async (sql: string) => Number((await pool.query(`SELECT count(*) AS count FROM ${sql}`)).rows[0].count)

  test(`nothing is lost, doubled or out of order while processes are killed (TIDINGS_SEED=${seed})`, {
    timeout: killingMs + 240_000,
  }, async () => {
    const random = createRandom(seed)
    const names = ['orders 1', 'orders 2', 'relay 1', 'relay 2', 'kitchen 1', 'kitchen 2']
    // The first kitchen says what is to be handled: from then on everything is.
    start('kitchen 1')
    await until(
      () =>
        pool.query('SELECT FROM broker.subscriptions').then(
          ({ rowCount }) => rowCount,
          () => 0,
        ),
      'there is a kitchen',
      60_000,
    )
    for (const name of names) if (!members.has(name)) start(name)
    await until(() => count('effects'), 'something was cooked', 60_000)

    const end = Date.now() + killingMs
    const middle = Date.now() + killingMs / 2
    let kills = 0
    let isRestarted = false
    while (Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1_500))
      if (!isRestarted && Date.now() > middle) {
        isRestarted = true
        await server.kill()
        await server.start()
      }
      // Whoever was killed, or gave up when the server was, begins again.
      for (const [name, { child }] of members) if (child.exitCode !== null) start(name)
      const name = names[Math.floor(random() * names.length)] ?? ''
      members.get(name)?.child.kill('SIGKILL')
      await members.get(name)?.status
      start(name)
      kills += 1
    }

    for (const name of ['orders 1', 'orders 2']) {
      members.get(name)?.child.kill('SIGKILL')
      await members.get(name)?.status
      members.delete(name)
    }
    for (const [name, { child }] of members) if (child.exitCode !== null) start(name)
    const missing = `committed c WHERE NOT EXISTS (SELECT FROM effects e WHERE e.event = c.event)`
    await until(async () => (await count(missing)) === 0, 'everything that was committed had an effect', 120_000)

    const committed = await count('committed')
    expect(kills).toBeGreaterThan(0)
    expect(committed).toBeGreaterThan(50)
    expect(await count('effects')).toBe(committed)
    expect(await count('(SELECT FROM effects GROUP BY event HAVING count(*) > 1) AS doubled')).toBe(0)
    expect(await count('effects e WHERE NOT EXISTS (SELECT FROM committed c WHERE c.event = e.event)')).toBe(0)
    const disorder = `effects one JOIN effects other ON one.order_id = other.order_id
        AND one.step < other.step AND one.number > other.number`
    expect(await count(disorder)).toBe(0)
    console.log(`${committed} events were committed and cooked once each, in order, over ${kills} kills and a restart`)
  })
})
