import { setTimeout as wait } from 'node:timers/promises'
import { openPizzeria, orderNumber } from './pizzeria.js'
import { startTelemetry } from './telemetry.js'

const port = Number(process.env['METRICS_PORT'] ?? 9464)
const { tracer, close } = await startTelemetry({ port })
const bus = openPizzeria({ debug() {}, info: console.info, warn: console.warn, error: console.error })
await bus.start()
console.log(`Metrics are at http://localhost:${port}/metrics. Ctrl-C ends it.`)

const closing = new AbortController()
process.once('SIGINT', () => closing.abort())
for (let number = 1; !closing.signal.aborted; number++) {
  await tracer.startActiveSpan('POST /orders', async (span) => {
    for (const event of orderNumber(number)) await bus.publish(event)
    span.end()
  })
  await wait(200, undefined, { signal: closing.signal }).catch(() => {})
}
await bus.close()
await close()
