import { Order, type OrderState } from './order.js'
import { OrderChangedMeanwhile, type OrderRepository, UnknownOrder } from './order-repository.js'

/** What the repository needs of a transaction: `pg` has it, PGlite too. */
export interface SqlTransaction {
  query(sql: string, parameters?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}

/** To be run once, among an application's migrations. */
export const ordersTable =
  'CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY, version integer NOT NULL, state jsonb NOT NULL)'

/**
 * Keeps orders in PostgreSQL. Nobody is kept waiting while an order is decided upon: of two who found the same version
 * the first to save it wins, and the other one is told. An order whose transaction was undone is to be found again.
 */
export class PostgresOrders implements OrderRepository<SqlTransaction> {
  readonly #versions = new WeakMap<Order, number>()

  async find(id: string, transaction: SqlTransaction): Promise<Order> {
    const { rows } = await transaction.query('SELECT version, state FROM orders WHERE id = $1', [id])
    const [row] = rows as readonly { version: number; state: OrderState }[]
    if (row === undefined) throw new UnknownOrder(id)
    const order = Order.restored(row.state)
    this.#versions.set(order, row.version)
    return order
  }

  async save(order: Order, transaction: SqlTransaction): Promise<void> {
    const found = this.#versions.get(order)
    const state = JSON.stringify(order.state)
    const { rows } =
      found === undefined
        ? await transaction.query(insert, [order.id, state])
        : await transaction.query(update, [order.id, found, state])
    if (rows.length === 0) throw new OrderChangedMeanwhile(order.id)
    this.#versions.set(order, (found ?? 0) + 1)
  }
}

const insert =
  'INSERT INTO orders (id, version, state) VALUES ($1, 1, $2) ON CONFLICT (id) DO NOTHING RETURNING version'

// Who comes second waits for the first to commit; then the version is not the one that was found any more.
const update = 'UPDATE orders SET version = version + 1, state = $3 WHERE id = $1 AND version = $2 RETURNING version'
