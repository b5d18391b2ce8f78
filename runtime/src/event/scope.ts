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
  readonly delivery?: DeliveryScope | undefined
  /** Where `id` numbers what it makes. */
  readonly ordinals?: Ordinals | undefined
  /** Takes what works but is hardly meant. */
  readonly warn?: ((warning: Error) => void) | undefined
}

/** Of one attempt to handle a delivery. Most handlers make no events, and then nothing is made for that. */
class ScopeOfDelivery implements Scope {
  readonly now: () => Date
  readonly delivery: DeliveryScope
  readonly warn: ((warning: Error) => void) | undefined
  #ordinals: Ordinals | undefined

  constructor(now: () => Date, delivery: DeliveryScope, warn: ((warning: Error) => void) | undefined) {
    this.now = now
    this.delivery = delivery
    this.warn = warn
  }

  get ordinals(): Ordinals {
    this.#ordinals ??= createOrdinals()
    return this.#ordinals
  }

  get id(): (type: string) => string {
    return idsOfDelivery(this.delivery, this.ordinals)
  }
}

/** Runs the handling of one delivery. Events made inside take correlation, causation and ids after it. */
export const runInDelivery = <D extends DeliveryScope, T>(
  delivery: D,
  work: (delivery: D) => T,
  warn?: (warning: Error) => void,
): T => storage().run<T, [D]>(new ScopeOfDelivery(currentScope().now, delivery, warn), work, delivery)

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
  const { delivery, ordinals, warn, ...outer } = membersOf(currentScope())
  if (id !== undefined) return storage().run({ delivery, warn, now: now ?? outer.now, id }, work)
  if (now === undefined) return work()
  // A delivery's ids do not depend on the time, and stay.
  return storage().run({ delivery, ordinals, warn, now, id: ordinals ? outer.id : idsOf(now) }, work)
}

/** Work that may be run again, or be given up for another try, and then makes the same events again. */
export interface RetryScope {
  run<T>(work: () => T): T
  /** What was made last is of no account: whoever tries next numbers events from where this began. */
  giveUp(): void
}

export const createRetryScope = (): RetryScope => {
  const { now, delivery, ordinals, warn } = currentScope()
  let borrowed: BorrowedOrdinals | undefined
  return {
    giveUp: () => borrowed?.giveAllBack(),
    run: (work) => {
      borrowed?.giveAllBack()
      if (delivery === undefined || ordinals === undefined) return work()
      borrowed = borrowOrdinals(ordinals)
      const id = idsOfDelivery(delivery, borrowed)
      return storage().run({ now, delivery, ordinals: borrowed, warn, id }, work)
    },
  }
}

export const currentScope = (): Scope => storage().getStore() ?? systemScope()

const idsOf = (now: () => Date) => createUuidSource(() => now().getTime())

/** Whether they are its own members or its class's. */
const membersOf = ({ now, id, delivery, ordinals, warn }: Scope): Scope => ({ now, id, delivery, ordinals, warn })

const idsOfDelivery =
  ({ event, subscription }: DeliveryScope, ordinals: Ordinals) =>
  (type: string) =>
    uuidOf([String(event.source), event.id, subscription, type, ordinals.take(type)])

// Both live on the global object, so that all copies of this package in one process share them.
const storageKey = Symbol.for('@tidings/runtime/scopes')
const systemKey = Symbol.for('@tidings/runtime/system-scope')
const shared = globalThis as { [storageKey]?: AsyncLocalStorage<Scope>; [systemKey]?: Scope }

const storage = () => (shared[storageKey] ??= new AsyncLocalStorage<Scope>())

const systemScope = () => (shared[systemKey] ??= { now: () => new Date(), id: createUuidSource(() => Date.now()) })
