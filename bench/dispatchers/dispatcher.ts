import type { OrderConfirmed } from '@mario/pizzeria-events'
import type { Given } from '../entry.js'

export type Handle = (event: OrderConfirmed) => Promise<void>

/** One way of giving an event to handlers. */
export interface Dispatcher {
  /** With what it lacks. */
  readonly name: string
  /** Resolves when the way's own promise does. */
  publish(event: OrderConfirmed): Promise<unknown>
}

export type MakeDispatcher = (handlers: readonly Handle[], load: Given['load']) => Promise<Dispatcher>

/** A failure stays with the one who failed: what none of the peers does by itself. */
export const isolated =
  (handle: Handle): Handle =>
  async (event) => {
    try {
      await handle(event)
    } catch (error) {
      console.error(error)
    }
  }
