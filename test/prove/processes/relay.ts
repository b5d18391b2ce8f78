import { createBus } from '@tidings/runtime'
import { createRelay } from '@tidings/runtime/postgres'
import { openPool, schema } from '../database.js'
import { application, type Task } from '../task.js'
import { transportFor } from '../transports.js'
import { untilOver } from './publisher.js'

/** Carries what writers recorded. */
export async function relay(task: Task): Promise<void> {
  const bus = createBus({ application, transport: transportFor(task), hooks: { warned: () => {} } })
  const pool = openPool(task.databaseUrl ?? '')
  const running = createRelay({ bus, pool, schema, leaseMs: 2_000, pollIntervalMs: 1_000, warn: () => {} })
  try {
    await running.start()
    await untilOver()
  } finally {
    await running.close()
    await bus.close()
    await pool.end()
  }
}
