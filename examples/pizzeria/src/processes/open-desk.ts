import { type Bus, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { Pool, type PoolClient } from 'pg'
import { InMemoryOrders } from '../orders/in-memory-orders.js'
import { OrderDesk } from '../orders/order-desk.js'
import { ordersTable, PostgresOrders } from '../orders/postgres-orders.js'
import { transactIn } from '../orders/transact-in.js'

export interface OpenDesk {
  readonly desk: Pick<OrderDesk, 'place' | 'confirm' | 'cancel'>
  close(): Promise<void>
}

/** Over PostgreSQL orders are kept there too, and their events are published in the transaction that saves them. */
export async function openDesk(url: string, bus: Bus, now: () => Date): Promise<OpenDesk> {
  if (!url.startsWith('postgres')) {
    const unitOfWork = new UnitOfWork({ bus })
    return { desk: new OrderDesk({ orders: new InMemoryOrders(), unitOfWork, now }), close: async () => {} }
  }
  const pool = new Pool({ connectionString: url })
  // A connection that breaks while nobody uses it is replaced; unheard, its error would end the process.
  pool.on('error', () => {})
  await pool.query(ordersTable)
  const unitOfWork = new UnitOfWork<PoolClient>({ bus, transaction: transactIn(pool), outbox: transportOutbox(bus) })
  return { desk: new OrderDesk({ orders: new PostgresOrders(), unitOfWork, now }), close: () => pool.end() }
}
