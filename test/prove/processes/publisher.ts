import { setTimeout as wait } from 'node:timers/promises'
import { type Bus, createBus } from '@tidings/runtime'
import { Counted } from '../events.js'
import { ledgerIn } from '../ledger.js'
import { createRandom } from '../random.js'
import { application, type Task } from '../task.js'
import { transportFor } from '../transports.js'

const keysOfEach = 4

/**
 * Publishes for as long as it lives, in each of its keys one event after the other. What was tried and what was
 * accepted stand in two ledgers; what was tried alone may be on its way still, and is neither asked for nor refused.
 */
export async function publish(task: Task): Promise<void> {
  const bus = createBus({ application, transport: transportFor(task) })
  await bus.start()
  let isOver = false
  process.once('SIGTERM', () => {
    isOver = true
  })
  await Promise.all(
    Array.from({ length: keysOfEach }, (_, each) => {
      const key = `${task.index}-${each}`
      return publishIn(bus, key, task, () => isOver)
    }),
  )
  await bus.close()
}

async function publishIn(bus: Bus, key: string, task: Task, isOver: () => boolean): Promise<void> {
  const tried = ledgerIn(task.folder, `tried-${key}`)
  const accepted = ledgerIn(task.folder, 'accepted')
  const random = createRandom(task.seed + task.index)
  for (let number = (tried.read().at(-1)?.number ?? 0) + 1; !isOver(); number++) {
    const event = new Counted({ key, number })
    tried.write({ key, number, id: event.id })
    try {
      await bus.publish(event)
      accepted.write({ key, number, id: event.id })
    } catch {
      // Refused, or unknown: the next one is another event.
    }
    await wait(random.between(0, 20))
  }
}
