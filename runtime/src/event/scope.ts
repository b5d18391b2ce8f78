import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyEvent } from './event.js'

/** The delivery that is being handled, as far as what is made and saved inside it must know. */
export interface DeliveryScope {
  readonly subscription: string
  /** The event being handled. */
  readonly event: AnyEvent
  /** Where warnings about this handling go; `process.emitWarning` unless given. */
  readonly warn?: (warning: ScopeWarning) => void
}

/** Something that works but is hardly meant. */
export interface ScopeWarning {
  readonly code: string
  readonly message: string
}

/** How events are made here: one scope inside another, the innermost counts. */
export interface Scope {
  readonly now: () => Date
  readonly id: (type: string) => string
  readonly delivery?: DeliveryScope
}

export const scopes = new AsyncLocalStorage<Scope>()
