import { type AnyEvent, createBus, type Destination, type InMemoryBus } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import type { GeneratedEvent } from './generated-events.js'
import { type Given, valueAt } from './given-of.js'

export interface Carrier {
  /** What the handler got of this one event. */
  carry(generated: GeneratedEvent, given: Given, event: AnyEvent): Promise<readonly AnyEvent[]>
  close(): Promise<void>
}

/** A bus in memory with one handler for all of these events. */
export async function startCarrier(events: readonly GeneratedEvent[]): Promise<Carrier> {
  const handled: AnyEvent[] = []
  const bus: InMemoryBus = createBus({ application: 'properties', transport: inMemory() })
  const classes = events.map(({ eventClass }) => eventClass)
  bus.subscribe('everything', classes, (event) => void handled.push(event))
  await bus.start()
  return {
    async carry(generated, given, event) {
      await bus.publish(event, destinationOf(generated, given))
      const { failures, deadLetters } = await bus.idle()
      const reasons = [...failures, ...deadLetters].map(({ error }) => error)
      if (reasons.length > 0) throw new AggregateError(reasons, `not handled: ${reasons.join('; ')}`)
      return handled.splice(0)
    },
    close: () => bus.close(),
  }
}

/** Its first channel, with those parameters of the address that the event itself does not tell, or not legally. */
function destinationOf({ contract, event }: GeneratedEvent, given: Given): Destination {
  const channel = contract.channels.find(({ id }) => event.channels.includes(id))
  if (channel === undefined) throw new Error(`no channel carries ${event.id}`)
  const untold = channel.parameters.filter(({ location }) => {
    const told = location && valueAt(location, given)
    return typeof told !== 'string' || told === '' || told.includes('/')
  })
  return { channel: channel.id, parameters: Object.fromEntries(untold.map(({ name }) => [name, 'given'])) }
}
