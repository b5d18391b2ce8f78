import { taskOf } from '../task.js'
import { consume } from './consumer.js'
import { publish } from './publisher.js'
import { relay } from './relay.js'
import { write } from './writer.js'

const roles = { publisher: publish, writer: write, relay, consumer: consume }

/** A start that finds no broker is tried again, as by whatever keeps a service running. */
for (const task = taskOf(process.env); ; ) {
  try {
    await roles[task.role](task)
    break
  } catch (error) {
    if (process.env['PROVE_LOUD'] !== undefined) console.error(task.role, task.index, error)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
// Whatever it left open.
process.exit()
