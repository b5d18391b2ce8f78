import type { Delivery } from '../delivery/delivery.js'
import type { Hooks } from '../delivery/hooks.js'
import type { DeliveryOptions } from '../delivery/policy.js'
import type { Handler } from '../event/event-handler.js'
import type { Upcasting } from '../event/upcaster.js'
import type { Inbox } from '../inbox/inbox.js'
import type { Clock } from '../transport/clock.js'
import type { Transport } from '../transport/transport.js'

export interface BusOptions<T extends Transport = Transport> {
  /** What carries the events, or one for each of the contract's servers, by their ids; the first is the default. */
  readonly transport: T | Readonly<Record<string, T>>
  /**
   * The application's name. Processes that give the same one are one application: they share subscriptions, and
   * domain events stay between them. It is the `source` of events whose contract gives none, so it is a URI reference. A transport that
   * other processes reach needs it for domain events.
   */
  readonly application?: string
  /** How earlier versions of an event become later ones: `upcaster(V1, V2, (data) => …)`. */
  readonly upcasters?: readonly Upcasting[]
  /** Makes the handlers that subscriptions name by `{ resolve: … }`; called for each attempt. */
  readonly resolve?: Resolve
  /** Told of all that goes on, the first first; see `openTelemetry` and `logging`. */
  readonly hooks?: Hooks | readonly Hooks[]
  /** For all subscriptions that have none of their own: handles what comes again once, see `delivery.transaction`. */
  readonly inbox?: Inbox
  /** For all subscriptions, where they say nothing else. */
  readonly defaults?: DeliveryOptions
  /** For tests. Default: the system's. */
  readonly clock?: Clock
  /** For tests: the jitter of waits, from 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number
}

/**
 * Asks a dependency-injection container for a handler. What it made for this attempt alone is disposed of after it,
 * however it ended.
 *
 * ```ts
 * resolve: (token) => {
 *   const scope = container.createScope()
 *   return { handler: scope.resolve(token), dispose: () => scope.dispose() }
 * }
 * ```
 */
export type Resolve = (token: HandlerKey, delivery: Delivery) => ResolvedHandler | Promise<ResolvedHandler>

// biome-ignore lint/suspicious/noExplicitAny: a handler of any event, made from any dependencies
export type HandlerKey = (new (...args: any[]) => any) | string | symbol

export type ResolvedHandler = Handler<never> | { readonly handler: Handler<never>; readonly dispose?: () => unknown }
