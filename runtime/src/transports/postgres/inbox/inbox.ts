import type { Delivery } from '../../../delivery/delivery.js'
import type { Inbox } from '../../../inbox/inbox.js'
import { namesIn } from '../names.js'
import { assertSetUp } from '../outbox/assert-set-up.js'
import { queryOf, type RunStatement } from '../statement.js'
import { Forgetting } from './forgetting.js'
import { runInTransaction } from './open-transaction.js'
import { rowCount } from './row-count.js'

export interface PostgresInboxOptions<Transaction> {
  /** How to run something in a transaction of your own, as for a unit of work. */
  readonly transaction: <T>(run: (transaction: Transaction) => Promise<T>) => Promise<T>
  /** How to run a statement in it and get its rows. Default: its method `query(sql, parameters)`. */
  readonly statement?: RunStatement
  /** Default `tidings`. */
  readonly schema?: string
  /** How long after they were parked dead letters may be redriven; records are kept twice as long. Default 30 days. */
  readonly redriveWithinMs?: number
}

export interface PostgresInbox<Transaction> extends Inbox<Transaction> {
  /** `delivery.transaction` with its type. Throws where the subscription has another inbox or none. */
  transactionOf(delivery: Delivery): Transaction
}

const day = 86_400_000

/**
 * An inbox in the database that holds the application's data.
 *
 * ```ts
 * const inbox = postgresInbox({ transaction })
 * bus.subscribe('kitchen', OrderConfirmed, async (event, delivery) => {
 *   await tickets.insert(event.data, inbox.transactionOf(delivery))
 * }, { inbox })
 * ```
 */
export function postgresInbox<Transaction>(options: PostgresInboxOptions<Transaction>): PostgresInbox<Transaction> {
  const { transaction, statement = queryOf, schema = 'tidings', redriveWithinMs = 30 * day } = options
  const names = namesIn(schema)
  const record = `INSERT INTO ${names.inbox} (application, subscription, source, id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (application, subscription, source, id) DO NOTHING RETURNING id`
  const forgetting = new Forgetting({ transaction, statement, names, retentionMs: 2 * redriveWithinMs })
  const open = new WeakSet<object>()
  return {
    redriveWithinMs,
    async handle({ application = '', subscription, source, id }, work) {
      const isNew = await transaction(async (current) => {
        const run = () => statement(current, record, [application, subscription, source, id])
        // Whoever handles the same at the same time is waited for here.
        if (rowCount(await assertSetUp(schema, run)) === 0) return false
        if (isObject(current)) open.add(current)
        await runInTransaction(current, async () => work(current))
        return true
      })
      forgetting.forgetNowAndThen()
      return isNew
    },
    transactionOf({ subscription, transaction: current }) {
      if (isObject(current) && open.has(current)) return current as Transaction
      throw new TypeError(`${subscription} is not being handled with this inbox; subscribe with { inbox }`)
    },
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
