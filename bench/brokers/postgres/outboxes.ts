import { OrderConfirmed } from '@mario/pizzeria-events'
import { AggregateRoot, createBus, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { postgres } from '@tidings/runtime/postgres'
import type pg from 'pg'
import type { Given } from '../../entry.js'
import type { Order } from '../orders.js'
import { declareKitchen } from '../tidings.js'
import { each, inHand, type Line, type Way } from '../way.js'
import { type Business, openBusiness } from './business.js'
import { consume, createQueue, insertOf } from './by-hand.js'
import { closeBoss, openBoss, work } from './pg-boss.js'

/** Carries what was committed with an order to whoever handles it. */
interface Courier extends Pick<Line, 'consume' | 'left' | 'close'> {
  /** Saves the order and its event, or neither. */
  save(order: Order): Promise<unknown>
}

/** A way whose every event is committed with a row of the application's, in a transaction of its own. */
const wayOf = (
  url: string,
  way: Pick<Way, 'name' | 'singles'>,
  open: (line: string, business: Business) => Promise<Courier>,
): Way => ({
  ...way,
  async open(line) {
    const business = await openBusiness(url, line)
    const courier = await open(line, business)
    return {
      ...courier,
      publish: (orders) => each(orders, (order) => courier.save(order)),
      async close() {
        await courier.close()
        await business.close()
      },
    }
  },
})

class ConfirmedOrder extends AggregateRoot {
  readonly id: string

  constructor(event: OrderConfirmed) {
    super()
    this.id = event.data.orderId
    this.raise(event)
  }
}

export const outboxes = (url: string, load: Given['load']): readonly Way[] => [
  wayOf(url, { name: 'tidings' }, async (line, { transaction, save }) => {
    const open = () => createBus({ application: 'bench', transport: postgres({ connectionString: url, schema: line }) })
    await declareKitchen(open())
    const [bus, receiver] = [open(), open()]
    await bus.start()
    const unitOfWork = new UnitOfWork<pg.PoolClient>({ bus, transaction, outbox: transportOutbox(bus) })
    const orders = { save: (order: ConfirmedOrder, client: pg.PoolClient) => save(client, order.id) }
    return {
      save: ({ event }) => unitOfWork.run((work) => work.save(orders, new ConfirmedOrder(event))),
      async consume(handle) {
        receiver.subscribe('kitchen', OrderConfirmed, ({ data }) => handle(data), { concurrency: inHand })
        await receiver.start()
      },
      left: async () => (await receiver.health()).subscriptions.reduce((sum, { held }) => sum + held, 0),
      async close() {
        await Promise.all([bus.close(), receiver.close()])
      },
    }
  }),

  wayOf(url, { name: 'pg by hand' }, async (line, { pool, transaction, save }) => {
    await pool.query(createQueue(line))
    let consumer: Awaited<ReturnType<typeof consume>> | undefined
    return {
      save: ({ envelope }) =>
        transaction(async (client) => {
          await save(client, envelope.data.orderId)
          await client.query(insertOf(line, envelope))
        }),
      async consume(handle) {
        consumer = await consume(url, line, handle)
      },
      left: async () => (await pool.query(`SELECT count(*)::integer AS left FROM ${line}`)).rows[0].left,
      async close() {
        await consumer?.end()
        await pool.query(`DROP TABLE ${line}`)
      },
    }
  }),

  wayOf(url, { name: 'pg-boss', singles: 4 }, async (line, { transaction, save }) => {
    const boss = await openBoss(url, line, load)
    await boss.createQueue(line)
    return {
      save: ({ envelope }) =>
        transaction(async (client) => {
          await save(client, envelope.data.orderId)
          const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) }
          await boss.send(line, envelope, { db })
        }),
      consume: (handle) => work(boss, line, handle),
      left: () => boss.getQueueSize(line, { before: 'completed' }),
      close: () => closeBoss(boss),
    }
  }),
]
