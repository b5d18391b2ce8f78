import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { createBus, isNotAccepted, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { postgres, postgresInbox } from '@tidings/runtime/postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startProcess } from '../../start-process.js'
import { until } from '../stage.js'
import { Order, OrderMoved } from './pizzeria.js'

describe('PGlite', { timeout: 60_000 }, () => {
  let folder: string
  let pglite: PGlite
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidings-pglite-'))
    pglite = await PGlite.create(join(folder, 'data'))
  }, 60_000)
  afterEach(() => pglite.exec('TRUNCATE tidings.queue, tidings.messages, tidings.sources, tidings.subscriptions'))
  afterAll(async () => {
    await pglite.close()
    await rm(folder, { recursive: true, force: true })
  })

  const openBus = () => createBus({ application: 'pizzeria', transport: postgres({ pglite }) })

  test('what it cannot do, its features say', async () => {
    const stored = postgres({ pglite }).features
    expect([stored.durable, stored.shared, stored.transactions]).toEqual([true, false, true])
    const fleeting = postgres({ pglite: new PGlite() }).features
    expect([fleeting.durable, fleeting.why?.durable]).toEqual([
      false,
      'This PGlite is in memory; give it a folder to keep its data in.',
    ])
    await openBus().start()
  })

  test('what was published is there after the folder was closed and opened again', async () => {
    const before = openBus()
    before.subscribe('kitchen', OrderMoved, () => new Promise(() => {}))
    await before.start()
    await before.publish(new OrderMoved({ orderId: '17', step: 1 }))
    await before.close({ deadlineMs: 0 })
    await pglite.close()
    pglite = await PGlite.create(join(folder, 'data'))

    const after = openBus()
    const seen: number[] = []
    after.subscribe('kitchen', OrderMoved, ({ data }) => {
      seen.push(data.step)
    })
    await after.start()
    await until(() => seen.length > 0, 'it was handled')
    expect(seen).toEqual([1])
    await after.close()
  })

  test("a publish beside an inbox's transaction is refused at once, and says what to do instead", async () => {
    const bus = createBus({
      application: 'pizzeria',
      transport: postgres({ pglite, publishTimeoutMs: 3_600_000 }),
      hooks: { failed: () => {}, deadLettered: () => {} },
    })
    const inbox = postgresInbox<Transaction>({ transaction: (run) => pglite.transaction(run) })
    const errors: unknown[] = []
    bus.subscribe(
      'kitchen',
      OrderMoved,
      async () => {
        await bus.publish(new OrderMoved({ orderId: '18', step: 2 })).catch((error) => errors.push(error))
      },
      { inbox },
    )
    await bus.start()
    await bus.publish(new OrderMoved({ orderId: '17', step: 1 }))
    await until(() => errors.length === 1, 'it was refused')
    expect(isNotAccepted(errors[0])).toBe(true)
    expect(String(errors[0])).toContain('PGlite has one session')
    await bus.close()
  })

  test('a unit of work publishes in its transaction, and an inbox handles once', async () => {
    const bus = openBus()
    const inbox = postgresInbox<Transaction>({ transaction: (run) => pglite.transaction(run) })
    await pglite.exec('CREATE TABLE tickets (id text)')
    bus.subscribe(
      'kitchen',
      OrderMoved,
      async ({ data }, delivery) => {
        await inbox.transactionOf(delivery).query('INSERT INTO tickets VALUES ($1)', [data.orderId])
      },
      { inbox },
    )
    await bus.start()
    const orders = { save: (_order: Order, transaction: Transaction) => transaction.query('SELECT 1') }
    const unitOfWork = new UnitOfWork<Transaction>({
      bus,
      transaction: (run) => pglite.transaction(run),
      outbox: transportOutbox(bus),
    })
    const order = new Order('17').move()
    const [event] = order.uncommittedEvents as [OrderMoved]
    await unitOfWork.run((work) => work.save(orders, order))
    await bus.publish(event)
    const failing = unitOfWork.run(async (work) => {
      await work.save(orders, new Order('undone').move())
      throw new Error('undo')
    })
    await expect(failing).rejects.toThrow('undo')
    await until(async () => (await pglite.query('SELECT FROM tidings.queue')).rows.length === 0, 'all was settled')
    expect((await pglite.query('SELECT id FROM tickets')).rows).toEqual([{ id: '17' }])
    await bus.close()
  })

  test('what is published by a statement of anybody is handled without polling', async () => {
    const bus = createBus({ application: 'pizzeria', transport: postgres({ pglite, pollIntervalMs: 3_600_000 }) })
    const seen: string[] = []
    bus.subscribe('kitchen', OrderMoved, ({ data }) => {
      seen.push(data.orderId)
    })
    await bus.start()
    for (const id of ['17', '18']) {
      await pglite.query('SELECT tidings.publish($1, $2)', [
        OrderMoved.descriptor.channels['orders']?.address,
        { id, source: 'psql', type: OrderMoved.descriptor.type, data: { orderId: id, step: 1 } },
      ])
      await until(() => seen.includes(id), `${id} was handled`)
    }
    await bus.close()
  })

  // PGlite alone keeps it for ten seconds, and starts slowly beside others.
  test.concurrent.each([
    ['only publishes', ['published']],
    ['handles', ['email handled it', 'history handled it', 'kitchen handled it', 'published']],
  ])('a process that %s ends by itself when nothing waits any more', { timeout: 180_000 }, async (role, said) => {
    const { printed, status } = startProcess(join(import.meta.dirname, 'fixtures/embedded.ts'), [role], {})
    expect(await status).toBe(0)
    expect(printed.err).toBe('')
    expect(printed.out.trim().split('\n').toSorted()).toEqual(said)
  })
})
