import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyEvent } from './any-event.js'
import { type BorrowedOrdinals, borrowOrdinals, createOrdinals, type Ordinals } from './ordinals.js'
import { createUuidSource, uuidOf } from './uuid.js'

/** The delivery being handled, as far as what is made and saved inside it must know. */
export interface DeliveryScope {
  readonly subscription: string
  /** The event being handled. */
  readonly event: AnyEvent
  readonly correlationId: string
  readonly causationId: string
}

/** How events get what they are not given. */
export interface EventDefaults {
  /** The clock; the system's unless given. */
  readonly now?: () => Date
  /** Makes the id of an event of this CloudEvents type; a UUID v7 by the clock unless given. */
  readonly id?: (type: string) => string
}

/** What surrounds the making of events. One scope lies inside another; the innermost counts. */
export interface Scope {
  readonly now: () => Date
  readonly id: (type: string) => string
  readonly delivery?: DeliveryScope
  /** Where `id` numbers what it makes. */
  readonly ordinals?: Ordinals
  /** Takes what works but is hardly meant. */
  readonly warn?: (warning: Error) => void
}

/** Runs the handling of one delivery. Events made inside take correlation, causation and ids after it. */
export const runInDelivery = <T>(delivery: DeliveryScope, work: () => T, warn?: (warning: Error) => void): T => {
  const { now } = currentScope()
  const id = idsOfDelivery(delivery)
  const ordinals = createOrdinals()
  return storage().run({ now, delivery, ordinals, id: id(ordinals), ...(warn && { warn }) }, work)
}

/** The delivery that is being handled here, if any. */
export const currentDelivery = (): DeliveryScope | undefined => currentScope().delivery

/**
 * Runs `work` with a clock or ids of your own, for tests: it holds for what `work` does and awaits, and for nothing
 * beside it, so that tests may run at the same time.
 *
 * ```ts
 * const event = withEventDefaults({ id: () => 'e-1', now: () => new Date(0) }, () => new OrderConfirmed(data))
 * ```
 */
export const withEventDefaults = <T>({ now, id }: EventDefaults, work: () => T): T => {
  const { ordinals, ...outer } = currentScope()
  if (id !== undefined) return storage().run({ ...outer, now: now ?? outer.now, id }, work)
  if (now === undefined) return work()
  // A delivery's ids do not depend on the time, and stay.
  return storage().run(ordinals ? { ...outer, ordinals, now } : { ...outer, now, id: idsOf(now) }, work)
}

/** Work that may be run again, or be given up for another try, and then makes the same events again. */
export interface RetryScope {
  run<T>(work: () => T): T
  /** What was made last is of no account: whoever tries next numbers events from where this began. */
  giveUp(): void
}

export const createRetryScope = (): RetryScope => {
  const outer = currentScope()
  const { delivery, ordinals } = outer
  let borrowed: BorrowedOrdinals | undefined
  return {
    giveUp: () => borrowed?.giveAllBack(),
    run: (work) => {
      borrowed?.giveAllBack()
      if (delivery === undefined || ordinals === undefined) return work()
      borrowed = borrowOrdinals(ordinals)
      return storage().run({ ...outer, ordinals: borrowed, id: idsOfDelivery(delivery)(borrowed) }, work)
    },
  }
}

export const currentScope = (): Scope => storage().getStore() ?? systemScope()

const idsOf = (now: () => Date) => createUuidSource(() => now().getTime())

const idsOfDelivery =
  ({ event, subscription }: DeliveryScope) =>
  (ordinals: Ordinals) =>
  (type: string) =>
    uuidOf([String(event.source), event.id, subscription, type, ordinals.take(type)])

// Both live on the global object, so that all copies of this package in one process share them.
const storageKey = Symbol.for('@tidings/runtime/scopes')
const systemKey = Symbol.for('@tidings/runtime/system-scope')
const shared = globalThis as { [storageKey]?: AsyncLocalStorage<Scope>; [systemKey]?: Scope }

const storage = () => (shared[storageKey] ??= new AsyncLocalStorage<Scope>())

const systemScope = () => (shared[systemKey] ??= { now: () => new Date(), id: createUuidSource(() => Date.now()) })
