import { setTimeout as wait } from 'node:timers/promises'
import { createBus, type Delivery } from '@tidings/runtime'
import { postgresInbox } from '@tidings/runtime/postgres'
import { insertInto, openPool, schema, transactionIn } from '../database.js'
import { Counted } from '../events.js'
import { ledgerIn } from '../ledger.js'
import { createRandom } from '../random.js'
import { application, subscriptions, type Task } from '../task.js'
import { transportFor } from '../transports.js'
import { untilOver } from './publisher.js'

/** Takes part in every subscription, and writes down what it handled. Now and then a handler fails. */
export async function consume(task: Task): Promise<void> {
  const random = createRandom(task.seed + 100 * task.index)
  const transport = transportFor(task)
  const bus = createBus({
    application,
    transport,
    hooks: { failed: () => {}, warned: () => {} },
    // Troubles are many here, and none of them is the event's fault.
    defaults: {
      ...(transport.features.nativeDeliveryCount && { maxDeliveries: 10_000 }),
      retry: { attempts: 1_000, delayMs: 5, factor: 1 },
      prefetch: 20,
      timeoutMs: 8_000,
    },
  })
  const fail = () => {
    if (random.next() < 0.02) throw new Error('now and then')
  }
  for (const name of ['loose', 'ordered'] as const) {
    const handled = ledgerIn(task.folder, `handled-${name}`)
    const handle = async ({ id, data }: Counted) => {
      await wait(random.between(0, 10))
      fail()
      handled.write({ ...data, id })
    }
    const handleLater = async (event: Counted) => void wait(200).then(() => handle(event).catch(() => {}))
    bus.subscribe(name, Counted, task.hasty ? handleLater : handle, { order: subscriptions[name] })
  }
  if (task.databaseUrl !== undefined) {
    const inbox = postgresInbox({ transaction: transactionIn(openPool(task.databaseUrl)), schema })
    const handle = async ({ id, data }: Counted, delivery: Delivery) => {
      await inbox.transactionOf(delivery).query(insertInto('effects', { ...data, id }))
      fail()
    }
    bus.subscribe('once', Counted, handle, { inbox, order: subscriptions.once })
  }
  await bus.start()
  ledgerIn(task.folder, 'ready').write({ key: 'consumer', number: task.index, id: 'ready' })
  await untilOver()
  await bus.close({ deadlineMs: 5_000 })
}
