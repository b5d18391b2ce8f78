import { runRushHour } from './rush-hour.js'

const url = process.env['PIZZERIA_TRANSPORT']
if (url === undefined) {
  console.error('Set PIZZERIA_TRANSPORT to postgres://… or nats://…; `npm run brokers` starts one of each.')
  process.exitCode = 2
} else {
  await runRushHour(url, process.argv[2] ?? '17', (...lines) => console.log(lines.join('\n')))
}
