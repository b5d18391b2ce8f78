import { setTimeout as wait } from 'node:timers/promises'
import { createBus } from '@tidings/runtime'
import { Counted } from '../events.js'
import { ledgerIn } from '../ledger.js'
import { createRandom } from '../random.js'
import { application, subscriptionNames, subscriptions, type Task } from '../task.js'
import { transportFor } from '../transports.js'

/** Takes part in every subscription, and writes down what it handled. Now and then a handler fails. */
export async function consume(task: Task): Promise<void> {
  const random = createRandom(task.seed + 100 * task.index)
  const bus = createBus({
    application,
    transport: transportFor(task),
    hooks: { failed: () => {}, warned: () => {} },
    // Troubles are many here, and none of them is the event's fault.
    defaults: { maxDeliveries: 10_000, retry: { attempts: 20, delayMs: 5, factor: 1 }, prefetch: 20, timeoutMs: 5_000 },
  })
  for (const name of subscriptionNames) {
    const handled = ledgerIn(task.folder, `handled-${name}`)
    bus.subscribe(
      name,
      Counted,
      async ({ id, data }) => {
        const work = async () => {
          await wait(random.between(0, 10))
          handled.write({ ...data, id })
        }
        if (task.hasty) {
          void wait(200).then(work)
          return
        }
        if (random.next() < 0.02) throw new Error('now and then')
        await work()
      },
      { order: subscriptions[name] },
    )
  }
  await bus.start()
  ledgerIn(task.folder, 'ready').write({ key: 'consumer', number: task.index, id: 'ready' })
  await new Promise((resolve) => process.once('SIGTERM', resolve))
  await bus.close({ deadlineMs: 5_000 })
}
