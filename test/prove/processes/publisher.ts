import { setTimeout as wait } from 'node:timers/promises'
import { createBus } from '@tidings/runtime'
import { Counted } from '../events.js'
import { ledgerIn } from '../ledger.js'
import { createRandom } from '../random.js'
import { application, type Task } from '../task.js'
import { transportFor } from '../transports.js'

let asked = false
const end = new Promise<void>((resolve) => {
  process.once('SIGTERM', () => {
    asked = true
    resolve()
  })
})

/** Whether this process was asked to end in good order. */
export const isOver = (): boolean => asked
export const untilOver = (): Promise<void> => end

export const keysOf = ({ index }: Task): readonly string[] => [0, 1, 2, 3].map((each) => `${index}-${each}`)

/**
 * Publishes for as long as it lives, in each of its keys one event after the other. What was tried and what was
 * accepted stand in two ledgers; what was tried alone may be on its way still, and is neither asked for nor refused.
 */
export async function publish(task: Task): Promise<void> {
  const bus = createBus({ application, transport: transportFor(task), hooks: { warned: () => {} } })
  await bus.start()
  const accepted = ledgerIn(task.folder, 'accepted')
  const random = createRandom(task.seed + task.index)
  await Promise.all(
    keysOf(task).map(async (key) => {
      const tried = ledgerIn(task.folder, `tried-${key}`)
      for (let number = (tried.read().at(-1)?.number ?? 0) + 1; !isOver(); number++) {
        const event = new Counted({ key, number })
        tried.write({ key, number, id: event.id })
        // Refused, or unknown: the next one is another event.
        const isAccepted = await bus.publish(event).then(
          () => true,
          () => false,
        )
        if (isAccepted) accepted.write({ key, number, id: event.id })
        await wait(random.between(0, 20))
      }
    }),
  )
  await bus.close()
}
