import { OrderConfirmed } from '@mario/pizzeria-events'
import { type Bus, createBus, type Transport } from '@tidings/runtime'
import { each, inHand, together, type Way } from './way.js'

export interface TidingsOptions {
  /** Onto the broker, under names that begin with the line's. */
  readonly transport: (line: string) => Transport
  /** Removes what it left at the broker. */
  readonly remove?: (line: string) => Promise<unknown>
}

/** One bus that publishes and another that handles. */
const wayOf = (name: string, publish: PublishAll, { transport, remove }: TidingsOptions): Way => ({
  name,
  async open(line) {
    const bus = (subscribe: (bus: Bus) => void = () => {}) => {
      const made = createBus({ application: 'bench', transport: transport(line) })
      subscribe(made)
      return made
    }
    await declareKitchen(bus())
    const sender = bus()
    await sender.start()
    let receiver: Bus | undefined
    return {
      publish: (orders) => publish(sender, orders),
      async consume(handle) {
        receiver = bus((made) =>
          made.subscribe('kitchen', OrderConfirmed, ({ data }) => handle(data), { concurrency: inHand }),
        )
        await receiver.start()
      },
      async left() {
        const { subscriptions = [] } = (await receiver?.health()) ?? {}
        return subscriptions.reduce((sum, { held }) => sum + held, 0)
      },
      async close() {
        await Promise.all([sender.close(), receiver?.close()])
        await remove?.(line)
      },
    }
  },
})

/** So that what is published from then on waits for the subscription. */
export async function declareKitchen(bus: Bus): Promise<void> {
  bus.subscribe('kitchen', OrderConfirmed, () => {})
  await bus.start()
  await bus.close()
}

type PublishAll = (bus: Bus, orders: Parameters<typeof each>[0]) => Promise<void>

/** Each published by itself, and as many at once as may be under way. */
export const tidings = (options: TidingsOptions): readonly Way[] => [
  wayOf('tidings', (bus, orders) => each(orders, ({ event }) => bus.publish(event)), options),
  {
    ...wayOf(
      `tidings, ${inHand} in one publish`,
      (bus, orders) => together(orders, (some) => bus.publish(some.map(({ event }) => event))),
      options,
    ),
    onlyPublishes: true,
  },
]
