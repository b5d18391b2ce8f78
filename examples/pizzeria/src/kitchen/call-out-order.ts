import type { OrderReady, OrderReadyHandler } from '@mario/pizzeria-events'
import type { CounterScreen } from './counter-screen.js'

export class CallOutOrder implements OrderReadyHandler {
  readonly #screen: CounterScreen

  constructor({ screen }: { screen: CounterScreen }) {
    this.#screen = screen
  }

  async handle({ data }: OrderReady): Promise<void> {
    await this.#screen.show(data.orderId, 'ready, please come to the counter')
  }
}
