import type { Bus, BusHealth } from '../bus/bus.js'
import { type MeterProvider, metrics } from './client.js'
import { schemaUrl, scope } from './scope.js'

/**
 * Gauges of what `bus.health()` tells: asked whenever metrics are collected. After the SDK was set up, started or not.
 * Answers with how to stop.
 *
 * ```ts
 * observeHealth(bus)
 * ```
 */
export function observeHealth(
  bus: Pick<Bus, 'health'>,
  { meterProvider = metrics }: { readonly meterProvider?: MeterProvider } = {},
): () => void {
  const meter = meterProvider.getMeter(scope.name, scope.version, { schemaUrl })
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description })
  const healthy = gauge('tidings.bus.healthy', '1', '1 when a bus is started and nothing is wrong with it, else 0.')
  const held = gauge(
    'tidings.subscription.held',
    '{message}',
    'Messages that are being handled or wait for their turn.',
  )
  const backingOff = gauge('tidings.subscription.backing_off', '{message}', 'Messages that failed and are tried again.')
  const stored = gauge(
    'tidings.dead_letters.stored',
    '{message}',
    'Dead letters that there are, where a transport counts.',
  )
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    const { status, subscriptions, transports }: BusHealth = await bus.health()
    result.observe(healthy, status === 'healthy' ? 1 : 0)
    for (const { subscription, ...counts } of subscriptions) {
      const labels = { 'messaging.consumer.group.name': subscription }
      result.observe(held, counts.held, labels)
      result.observe(backingOff, counts.backingOff, labels)
    }
    for (const [server, { deadLetters }] of Object.entries(transports)) {
      if (deadLetters !== undefined) result.observe(stored, deadLetters, { 'tidings.server': server })
    }
  }
  const observed = [healthy, held, backingOff, stored]
  meter.addBatchObservableCallback(observe, observed)
  return () => meter.removeBatchObservableCallback(observe, observed)
}
