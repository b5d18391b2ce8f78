import { CookingStartedV1, OrderReady } from '@mario/pizzeria-events'
import { type AnyEvent, createBus } from '@tidings/runtime'
import type { KitchenBoard } from '../kitchen/kitchen-board.js'
import { transportFrom } from './transport-from.js'

export interface Kitchen {
  readonly board: KitchenBoard
  close(): Promise<void>
}

/**
 * A kitchen whose cook pins up a ticket when the pizzas are done. What the tablets report is sent by an application of
 * their own.
 */
export async function openKitchen(url: string, bakingMs: number, tell: (text: string) => void): Promise<Kitchen> {
  const bus = createBus({ application: 'kitchen-tablets', transport: transportFrom(url) })
  const report = (event: AnyEvent) => bus.publish(event, { channel: 'kitchen' })
  await bus.start()
  return {
    board: {
      async pinTicket(orderId, items) {
        const startedAt = '2026-03-14T18:30:00Z'
        await report(new CookingStartedV1({ orderId, cook: 'Luigi', startedAt, estimatedMinutes: 12 }))
        tell(`Luigi bakes ${items.map(({ quantity, size, pizza }) => `${quantity} ${size} ${pizza}`).join(', ')}`)
        await new Promise((resolve) => setTimeout(resolve, bakingMs))
        await report(new OrderReady({ orderId, preparationTime: 'PT11M30S' }))
        tell(`order ${orderId} is on the counter`)
      },
    },
    close: () => bus.close(),
  }
}
