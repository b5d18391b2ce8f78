import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPizzeria, orderNumber } from '../src/pizzeria.js'
import { startTelemetry } from '../src/telemetry.js'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** What Prometheus would get after some orders. */
async function scrape(): Promise<string> {
  const port = await freePort()
  const telemetry = await startTelemetry({ port })
  onTestFinished(() => telemetry.close())
  const bus = openPizzeria(quiet)
  onTestFinished(() => bus.close())
  await bus.start()
  for (let number = 1; number <= 10; number++) await bus.publish(orderNumber(number))
  await bus.idle()
  await bus.deadLetters.redrive()
  await bus.idle()
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

test('each metric and label that the dashboard asks for is there when Prometheus scrapes', async () => {
  const metrics = await scrape()
  const text = await readFile(join(import.meta.dirname, '../grafana/dashboard.json'), 'utf8')
  const queries = (JSON.parse(text) as Dashboard).panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [title, expr] as const),
  )
  const asked = queries.flatMap(([, expr]) => expr.match(/\b(messaging|tidings|cloudevents|error)_\w+/g) ?? [])
  const metricsAsked = [...new Set(asked.filter((name) => metrics.includes(`\n${name}{`)))]
  const labelsAsked = asked.filter((name) => !metricsAsked.includes(name))
  expect(labelsAsked.filter((label) => !metrics.includes(`${label}="`))).toEqual([])
  for (const [title, expr] of queries) {
    expect({ title, metric: metricsAsked.some((name) => expr.includes(name)) }).toEqual({ title, metric: true })
  }
  // And nothing that we tell is left out of it.
  const told = [...metrics.matchAll(/^# TYPE (\S+) /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'target_info')
  expect(told.filter((name) => !asked.some((each) => each.startsWith(String(name))))).toEqual([])
})
