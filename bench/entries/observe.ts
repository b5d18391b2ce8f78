import { strict as assert } from 'node:assert'
import { OrderCreated } from '@mario/pizzeria-events'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { AlwaysOffSampler, NodeTracerProvider, NoopSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { type BusOptions, createBus, logging } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { openTelemetry } from '@tidings/runtime/opentelemetry'
import { defineEntry } from '../entry.js'

const events = 5_000
const made = Array.from({ length: events }, (_, at) => new OrderCreated({ orderId: String(at), customerId: 'ada' }))
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Publishes each event and handles it, in memory, where nothing else takes time. */
async function run(hooks?: BusOptions['hooks']): Promise<number> {
  const bus = createBus({ application: 'bench', transport: inMemory(), ...(hooks !== undefined && { hooks }) })
  let handled = 0
  bus.subscribe('kitchen', OrderCreated, () => {
    handled++
  })
  await bus.start()
  for (const event of made) await bus.publish(event)
  await bus.close()
  return handled
}

export default defineEntry({
  name: 'observe',
  about: 'publishing and handling events in memory, beside doing so without hooks',
  packages: ['@tidings/runtime', '@opentelemetry/sdk-trace-node', '@opentelemetry/sdk-metrics'],
  async prepare() {
    const meterProvider = new MeterProvider()
    const recording = new NodeTracerProvider({ spanProcessors: [new NoopSpanProcessor()] })
    const off = new NodeTracerProvider({ sampler: new AlwaysOffSampler() })
    const contestants = [
      { name: 'no hooks', isBaseline: true as const, run: () => run() },
      { name: 'no hooks, again: what chance makes of it', run: () => run() },
      { name: 'an empty list of hooks', run: () => run([]) },
      { name: 'logging to a logger that does nothing', run: () => run(logging(silent)) },
      { name: 'OpenTelemetry without an SDK', run: () => run(openTelemetry()) },
      { name: 'OpenTelemetry, nothing sampled', run: () => run(openTelemetry({ tracerProvider: off, meterProvider })) },
      {
        name: 'OpenTelemetry, everything',
        run: () => run(openTelemetry({ tracerProvider: recording, meterProvider })),
      },
    ]
    for (const contestant of contestants) assert.equal(await contestant.run(), events)
    const input = `${events.toLocaleString('en')} events, one after the other`
    return [{ title: 'Publish and handle, watched', input, times: events, contestants }]
  },
})
