import { createPublisher } from '@mario/pizzeria-events'
import { type Bus, createBus, type Transport } from '@tidings/runtime'
import type { Services } from '../services.js'
import { subscribeAll, upcasters } from '../subscriptions.js'
import { handlersByHand } from '../wiring/by-hand.js'
import { transportFrom } from './transport-from.js'

/** Whose subscription is whose. Each process takes part in its own alone. */
const departments = {
  orders: ['update-analytics', 'publish-to-external-systems', 'follow-kitchen'],
  kitchen: ['notify-kitchen'],
  inventory: ['deduct-inventory'],
  notifications: ['send-confirmation-email'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Department = keyof typeof departments

const isOf = (department: Department, subscription: string): boolean =>
  (departments[department] as readonly string[]).includes(subscription)

/** The bus of one department as a process of its own, with the handlers that all of them have in one process. */
export async function openDepartment(
  name: Department,
  url: string,
  services: Services,
  transport: Transport = transportFrom(url),
): Promise<Bus> {
  const bus = createBus({
    application: 'mario-pizzeria',
    transport,
    upcasters,
    resolve: (token) => resolve(token),
  })
  const resolve = handlersByHand(services, createPublisher(bus))
  subscribeAll({ subscribe: (...subscription) => isOf(name, subscription[0]) && bus.subscribe(...subscription) })
  await bus.start()
  return bus
}
