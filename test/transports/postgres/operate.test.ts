import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBus, UnitOfWork } from '@tidings/runtime'
import { postgres, postgresOutbox, setUpPostgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { type StartedProcess, startProcess } from '../../start-process.js'
import { workspaceRoot } from '../../workspace-root.js'
import { until } from '../stage.js'
import { Order, OrderMoved } from './pizzeria.js'

const { isMissing, note } = brokers.postgres
const busFile = join(import.meta.dirname, 'fixtures/bus.ts')

const programs = [
  { name: 'tidings-runtime', cli: 'runtime/src/operate/cli.ts' },
  { name: 'tidings', cli: 'generator/src/cli.ts' },
]

describe.skipIf(isMissing).each(programs)(`$name${note}`, { timeout: 60_000 }, ({ cli }) => {
  const schema = `operate_${randomUUID().slice(0, 8)}`
  const started: StartedProcess[] = []
  let pool: pg.Pool
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: brokers.postgres.url })
    await setUpPostgres({ pool, schema })
  })
  afterAll(async () => {
    for (const { child } of started) child.kill('SIGKILL')
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await pool.query(`DROP SCHEMA IF EXISTS ${schema}_broker CASCADE`)
    await pool.end()
  })

  const openBus = () =>
    createBus({
      application: 'pizzeria',
      transport: postgres({ pool, schema: `${schema}_broker` }),
      hooks: { failed: () => {}, deadLettered: () => {} },
    })

  function run(...args: string[]): StartedProcess {
    const process = startProcess(join(workspaceRoot, cli), args, {
      TIDINGS_TEST_URL: brokers.postgres.url,
      TIDINGS_TEST_SCHEMA: schema,
    })
    started.push(process)
    return process
  }

  test('relay carries what the outbox recorded until it is told to end', async () => {
    const bus = openBus()
    const seen: number[] = []
    bus.subscribe('history', OrderMoved, ({ data }) => {
      seen.push(data.step)
    })
    await bus.start()
    const unitOfWork = new UnitOfWork<pg.Pool>({
      bus,
      transaction: (work) => work(pool),
      outbox: postgresOutbox({ bus, schema }),
    })
    await unitOfWork.run((work) => work.save({ save: () => {} }, new Order('17').move().move()))
    const { child, printed, status } = run('relay', '--bus', busFile)
    await until(() => seen.length === 2, 'both arrived', 30_000)
    expect(printed).toEqual({ out: '', err: 'tidings: relaying; Ctrl-C ends\n' })
    child.kill('SIGTERM')
    expect(await status).toBe(0)
    await bus.close()
  })

  test('dead-letters lists, redrives and discards', async () => {
    const bus = openBus()
    let isBroken = true
    const seen: string[] = []
    bus.subscribe(
      'kitchen',
      OrderMoved,
      ({ data }) => {
        if (isBroken) throw new Error('the oven is cold')
        seen.push(data.orderId)
      },
      { retry: { attempts: 1 } },
    )
    await bus.start()
    await bus.publish(['1', '2', '3'].map((orderId) => new OrderMoved({ orderId, step: 1 }, { id: `id-${orderId}` })))
    await until(async () => (await bus.deadLetters.list()).length === 3, 'all three are dead letters')

    const listed = run('dead-letters', 'list', '--bus', busFile, '--subscription', 'kitchen')
    expect(await listed.status).toBe(0)
    const lines = listed.printed.out.trimEnd().split('\n').toSorted()
    expect(lines.map((line) => line.replace(/\d{4}-\S+Z/, 'TIME').replace(/^\d+/, 'ID'))).toEqual(
      expect.arrayContaining([
        'ID  TIME  kitchen  pizza.order.moved id-1  attempts-exhausted after 1 attempts: the oven is cold',
      ]),
    )
    const json = run('dead-letters', 'list', '--bus', busFile, '--format', 'json', '--limit', '1')
    await json.status
    expect(JSON.parse(json.printed.out)).toMatchObject([
      { subscription: 'kitchen', attributes: { type: OrderMoved.type } },
    ])

    isBroken = false
    const [first] = await bus.deadLetters.list()
    const redriven = run('dead-letters', 'redrive', '--bus', busFile, '--id', String(first?.id))
    expect(await redriven.status).toBe(0)
    expect(redriven.printed.err).toBe('tidings: 1 redriven\n')
    await until(() => seen.length === 1, 'it was handled')
    const discarded = run('dead-letters', 'discard', '--bus', busFile, '--all')
    expect(await discarded.status).toBe(0)
    expect(discarded.printed.err).toBe('tidings: 2 discarded\n')
    expect(await bus.deadLetters.list()).toEqual([])
    await bus.close()
  })
})
