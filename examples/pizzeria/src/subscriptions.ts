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
export function subscribeAll(bus: Pick<Bus, 'subscribe'>): void {
  bus.subscribe('notify-kitchen', OrderConfirmed, { resolve: NotifyKitchen })
  bus.subscribe('deduct-inventory', OrderConfirmed, { resolve: DeductInventory })
  bus.subscribe('update-analytics', OrderConfirmed, { resolve: UpdateAnalytics })
  bus.subscribe('publish-to-external-systems', OrderConfirmed, { resolve: PublishToExternalSystems })
  bus.subscribe('send-confirmation-email', OrderConfirmed, { resolve: SendConfirmationEmail }, threeAttempts)
  bus.subscribe('follow-kitchen', [CookingStarted, OrderReady], { resolve: FollowKitchen }, { order: 'per-key' })
}

const threeAttempts = { retry: { attempts: 3 } }

/** How events of earlier versions reach handlers of the newest. */
export const upcasters: readonly Upcasting[] = [upcaster(CookingStartedV1, CookingStarted, upcastCookingStarted)]
