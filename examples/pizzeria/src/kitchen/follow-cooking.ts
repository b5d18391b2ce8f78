import type { CookingStarted, CookingStartedHandler } from '@mario/pizzeria-events'
import type { CounterScreen } from './counter-screen.js'

export class FollowCooking implements CookingStartedHandler {
  readonly #screen: CounterScreen

  constructor({ screen }: { screen: CounterScreen }) {
    this.#screen = screen
  }

  async handle({ data }: CookingStarted): Promise<void> {
    await this.#screen.show(data.orderId, `${data.cook} is on it, ready at ${data.estimatedCompletion.slice(11, 16)}`)
  }
}
