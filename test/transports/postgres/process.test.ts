import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBus } from '@tidings/runtime'
import { postgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { type StartedProcess, startProcess } from '../../start-process.js'
import { until } from '../stage.js'
import { OrderMoved } from './pizzeria.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`processes on PostgreSQL${note}`, { timeout: 60_000 }, () => {
  let pool: pg.Pool
  let schema: string
  let started: StartedProcess[]
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: brokers.postgres.url })
  })
  beforeEach(() => {
    schema = `process_${randomUUID().slice(0, 8)}`
    started = []
  })
  afterEach(async () => {
    for (const { child } of started) child.kill('SIGKILL')
    await Promise.all(started.map(({ status }) => status))
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  })
  afterAll(() => pool.end())

  const start = (role: string): StartedProcess => {
    const file = join(import.meta.dirname, 'fixtures/member.ts')
    const process = startProcess(file, [role], { TIDINGS_TEST_URL: brokers.postgres.url, TIDINGS_TEST_SCHEMA: schema })
    started.push(process)
    return process
  }
  const openBus = () => createBus({ application: 'pizzeria', transport: postgres({ pool, schema }) })
  const says = ({ printed }: StartedProcess, text: string) =>
    until(() => printed.out.includes(text), `it said ${text}`, 30_000)

  test('a program that publishes and closes ends by itself, with nothing left over', async () => {
    const { printed, status } = start('publishes and closes')
    expect(await status).toBe(0)
    expect(printed).toEqual({ out: 'left: 0\n', err: '' })
  })

  test('one that only publishes ends although nobody closes it', async () => {
    const { printed, status } = start('publishes and does not close')
    expect(await status).toBe(0)
    expect(printed).toEqual({ out: 'published\n', err: '' })
  })

  test('one that waits for what others publish stays, and ends when it is closed', async () => {
    const member = start('handles')
    await says(member, 'started')
    const bus = openBus()
    await bus.start()
    for (const step of [1, 2]) {
      await bus.publish(new OrderMoved({ orderId: '17', step }))
      await says(member, `cooked ${step}`)
    }
    member.child.kill('SIGTERM')
    expect(await member.status).toBe(0)
    await bus.close()
  })

  test('what a killed process held is handled by the next, and counted', async () => {
    const member = start('hangs')
    await says(member, 'started')
    const bus = openBus()
    const redeliveries: unknown[] = []
    await bus.start()
    await bus.publish(new OrderMoved({ orderId: '17', step: 1 }))
    await says(member, 'began')
    member.child.kill('SIGKILL')
    const next = openBus()
    next.subscribe('kitchen', OrderMoved, (_event, delivery) => {
      redeliveries.push(delivery.redeliveries)
    })
    await next.start()
    await until(() => redeliveries.length > 0, 'the next handled it')
    expect(redeliveries).toEqual([1])
    await Promise.all([bus.close(), next.close()])
  })
})
