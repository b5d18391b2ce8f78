import { runRushHour } from './rush-hour.js'

/** An order of an earlier run is still in the database. */
const newOrderId = () => String(Date.now()).slice(-6)

const url = process.env['PIZZERIA_TRANSPORT']
if (url === undefined) {
  console.error('Set PIZZERIA_TRANSPORT to postgres://… or nats://…; `npm run brokers` starts one of each.')
  process.exitCode = 2
} else {
  await runRushHour(url, process.argv[2] ?? newOrderId(), (...lines) => console.log(lines.join('\n')))
}
