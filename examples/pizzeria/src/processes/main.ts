import { runRushHour } from './rush-hour.js'
import { transportFrom } from './transport-from.js'

/** An order of an earlier run is still in the database. */
const newOrderId = () => String(Date.now()).slice(-6)

const url = process.env['PIZZERIA_TRANSPORT'] ?? ''
try {
  transportFrom(url)
  await runRushHour(url, process.argv[2] ?? newOrderId(), (...lines) => console.log(lines.join('\n')))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
