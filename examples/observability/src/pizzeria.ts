import { setTimeout as wait } from 'node:timers/promises'
import { ConfirmationEmailSent, OrderCancelled, OrderCreated } from '@mario/pizzeria-events'
import { createBus, type Logger, logging, NonRetryable } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { observeHealth, openTelemetry } from '@tidings/runtime/opentelemetry'

/** A small pizzeria whose oven is moody, and whose customers are sometimes nobody. */
export function openPizzeria(logger: Logger) {
  const bus = createBus({
    application: 'mario-pizzeria',
    transport: inMemory(), // nats({ … }), postgres({ … }): nothing else changes
    hooks: [openTelemetry(), logging(logger)],
  })
  observeHealth(bus)

  let fires = 0
  bus.subscribe(
    'kitchen',
    OrderCreated,
    async () => {
      await wait(10 + 40 * Math.random())
      if (++fires % 3 === 0) throw new Error('the oven is cold')
    },
    { retry: { delayMs: 50 } },
  )
  bus.subscribe('mail', OrderCreated, async ({ data: { orderId, customerId } }) => {
    if (customerId === 'nobody') throw new NonRetryable('there is no such customer')
    await bus.publish(new ConfirmationEmailSent({ orderId, customerId }))
  })
  bus.subscribe('analytics', ConfirmationEmailSent, () => {})
  return bus
}

/** One evening's orders, counted from 1: each tenth is by nobody, and called off. */
export const orderNumber = (number: number) => {
  const orderId = String(number)
  const customerId = number % 10 === 0 ? 'nobody' : `c-${number % 7}`
  const created = new OrderCreated({ orderId, customerId })
  if (customerId !== 'nobody') return [created]
  const cancelledAt = new Date().toISOString()
  return [created, new OrderCancelled({ orderId, customerId, reason: 'nobody is there', cancelledAt })]
}
