import { CookingStarted, type OrderReady } from '@mario/pizzeria-events'
import type { EventHandler } from '@tidings/runtime'
import type { CounterScreen } from './counter-screen.js'

/** Keeps the screen above the counter in step with the kitchen. */
export class FollowKitchen implements EventHandler<CookingStarted | OrderReady> {
  readonly #screen: CounterScreen

  constructor({ screen }: { screen: CounterScreen }) {
    this.#screen = screen
  }

  async handle(event: CookingStarted | OrderReady): Promise<void> {
    await this.#screen.show(event.data.orderId, textFor(event))
  }
}

function textFor(event: CookingStarted | OrderReady): string {
  if (event instanceof CookingStarted)
    return `${event.data.cook} is on it, ready at ${event.data.estimatedCompletion.slice(11, 16)}`
  return 'ready, please come to the counter'
}
