import { setTimeout as wait } from 'node:timers/promises'
import { AggregateRoot, createBus, UnitOfWork } from '@tidings/runtime'
import { postgresOutbox } from '@tidings/runtime/postgres'
import type pg from 'pg'
import { insertInto, openPool, schema, transactionIn } from '../database.js'
import { Counted } from '../events.js'
import { ledgerIn } from '../ledger.js'
import { createRandom } from '../random.js'
import { application, type Task } from '../task.js'
import { transportFor } from '../transports.js'
import { isOver, keysOf } from './publisher.js'

class Counter extends AggregateRoot {
  readonly id: string
  last: Counted | undefined

  constructor(id: string) {
    super()
    this.id = id
  }

  count(number: number): this {
    this.last = new Counted({ key: this.id, number })
    this.raise(this.last)
    return this
  }
}

/** In the application's own table, in the transaction that its events are recorded in. */
const counters = {
  async save({ last }: Counter, client: pg.PoolClient): Promise<void> {
    if (last !== undefined) await client.query(insertInto('written', { ...last.data, id: last.id }))
  },
}

/** Saves aggregates for as long as it lives. What was committed stands in the database, whatever it heard of that. */
export async function write(task: Task): Promise<void> {
  const bus = createBus({ application, transport: transportFor(task) })
  const pool = openPool(task.databaseUrl ?? '')
  const outbox = postgresOutbox<pg.PoolClient>({ bus, schema })
  const unitOfWork = new UnitOfWork({ bus, transaction: transactionIn(pool), outbox })
  const random = createRandom(task.seed + task.index)
  await Promise.all(
    keysOf(task).map(async (key) => {
      const tried = ledgerIn(task.folder, `tried-${key}`)
      for (let number = (tried.read().at(-1)?.number ?? 0) + 1; !isOver(); number++) {
        tried.write({ key, number, id: 'unknown' })
        await unitOfWork.run((work) => work.save(counters, new Counter(key).count(number))).catch(() => {})
        await wait(random.between(0, 20))
      }
    }),
  )
  await pool.end()
}
