import { CookingStarted, CookingStartedV1, OrderConfirmed, OrderReady } from '@mario/pizzeria-events'
import { type Bus, type Upcasting, upcaster } from '@tidings/runtime'
import { UpdateAnalytics } from './analytics/update-analytics.js'
import { DeductInventory } from './inventory/deduct-inventory.js'
import { FollowKitchen } from './kitchen/follow-kitchen.js'
import { NotifyKitchen } from './kitchen/notify-kitchen.js'
import { upcastCookingStarted } from './kitchen/upcast-cooking-started.js'
import { SendConfirmationEmail } from './notifications/send-confirmation-email.js'
import { PublishToExternalSystems } from './partners/publish-to-external-systems.js'

/** Who reacts to what. Each line is a place of its own on the bus; the bus is told elsewhere who makes the handlers. */
export const departments = {
  kitchen(bus: Bus) {
    bus.subscribe('notify-kitchen', OrderConfirmed, { resolve: NotifyKitchen })
  },
  inventory(bus: Bus) {
    bus.subscribe('deduct-inventory', OrderConfirmed, { resolve: DeductInventory })
  },
  orders(bus: Bus) {
    bus.subscribe('update-analytics', OrderConfirmed, { resolve: UpdateAnalytics })
    bus.subscribe('publish-to-external-systems', OrderConfirmed, { resolve: PublishToExternalSystems })
    bus.subscribe('follow-kitchen', [CookingStarted, OrderReady], { resolve: FollowKitchen }, { order: 'per-key' })
  },
  notifications(bus: Bus) {
    bus.subscribe('send-confirmation-email', OrderConfirmed, { resolve: SendConfirmationEmail }, threeAttempts)
  },
}

export type Department = keyof typeof departments

const threeAttempts = { retry: { attempts: 3 } }

/** All of them, in one process. */
export function subscribeAll(bus: Bus): void {
  for (const subscribe of Object.values(departments)) subscribe(bus)
}

/** How events of earlier versions reach handlers of the newest. */
export const upcasters: readonly Upcasting[] = [upcaster(CookingStartedV1, CookingStarted, upcastCookingStarted)]
