import { UnsupportedCapability } from '../error/unsupported-capability.js'
import type { Capability, StartFeature } from '../transport/features.js'
import type { StartPosition } from '../transport/place.js'
import type { Transport } from '../transport/transport.js'
import type { RouteSource } from './event-routes.js'
import type { Subscription } from './subscription.js'
import { takesFamilies } from './subscription.js'

/** Throws `UnsupportedCapability` for the first thing that a subscription asks for and the transport cannot do. */
export function checkCapabilities(
  subscription: Subscription,
  sources: readonly RouteSource[],
  transport: Transport,
): void {
  const { features } = transport
  const { name, policy, options } = subscription
  const need = (isAsked: boolean, capability: Exclude<Capability, 'start'>, wish: string) => {
    if (isAsked && !features[capability]) {
      throw new UnsupportedCapability(`subscription ${name} asks for ${wish}`, capability, transport)
    }
  }
  need(policy.order === 'per-key', 'orderPerKey', "order: 'per-key'")
  need(policy.afterDeadLetter === 'park-key', 'parkKey', "afterDeadLetter: 'park-key'")
  need(options.maxDeliveries !== undefined, 'nativeDeliveryCount', 'maxDeliveries')
  const family = takesFamilies(sources)
  need(family !== undefined, 'wildcards', `all values of the parameters of ${family?.address}; give them by from`)
  const start = startFeature(options.start ?? 'now')
  if (!features.start.includes(start)) {
    throw new UnsupportedCapability(`subscription ${name} asks to start from ${startNames[start]}`, 'start', transport)
  }
}

const startFeature = (start: StartPosition): StartFeature => (start instanceof Date ? 'time' : start)

const startNames = { now: 'now', beginning: 'the beginning', time: 'a time' }
