import type { Outbox } from '../../../aggregate/outbox.js'
import type { Outlet } from '../../../bus/outlet.js'
import { insertMessages, printRow } from '../message-row.js'
import { namesIn } from '../names.js'
import { queryOf, type RunStatement } from '../statement.js'
import { assertSetUp } from './assert-set-up.js'
import { requireDurable } from './require-durable.js'

export interface PostgresOutboxOptions {
  /** Whose transports are to carry the events, by a relay. */
  readonly bus: { readonly outlet: Outlet }
  /** Default `tidings`. */
  readonly schema?: string
  /** How to run a statement in the unit of work's transaction. Default: its method `query(sql, parameters)`. */
  readonly statement?: RunStatement
}

/**
 * Records events in the transaction that saves the aggregates; a relay has the bus's transports carry them. Throws
 * `UnsupportedCapability` where one of these is not durable: what is recorded here would be lost there.
 *
 * ```ts
 * const unitOfWork = new UnitOfWork({ bus, transaction, outbox: postgresOutbox({ bus }) })
 * ```
 */
export function postgresOutbox<Transaction>(options: PostgresOutboxOptions): Outbox<Transaction> {
  const { bus, schema = 'tidings', statement = queryOf } = options
  const { outlet } = bus
  requireDurable(outlet)
  const sql = insertMessages(namesIn(schema))
  return {
    async record(events, transaction) {
      const rows = events.map(({ event, destination, aggregate }) => {
        const { server, outgoing } = outlet.prepare(event, destination)
        const lane = JSON.stringify([aggregate.type, aggregate.id])
        return printRow({ ...outgoing, server, lane, outbox: outlet.application ?? '' })
      })
      if (rows.length === 0) return
      await assertSetUp(schema, () => statement(transaction, sql, [`[${rows.join(',')}]`]))
    },
  }
}
