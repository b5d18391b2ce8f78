import { expect, test } from 'vitest'
import { defineEvent, Event, jsonCodec } from '../sdk/v1.js'
import type { Place, Source } from '../transport/place.js'
import type { Transport } from '../transport/transport.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'

const codec = jsonCodec({ data: () => undefined })

class Moved extends Event<{ type: 'Moved'; source: string; data: { readonly id: string } }> {
  static readonly type = 'Moved'
  static readonly descriptor = defineEvent<Moved>({
    name: 'Moved',
    type: 'Moved',
    kind: 'integration',
    source: 'depot',
    channels: {
      parcels: {
        address: 'parcels',
        action: 'both',
        bindings: {
          channel: { kafka: { partitions: 3 } },
          send: { mqtt: { retain: true } },
          receive: { nats: { queue: 'depot' } },
        },
      },
    },
    codec,
  })
}

class Lost extends Event<{ type: 'Lost'; source: string; data: { readonly id: string } }> {
  static readonly type = 'Lost'
  static readonly descriptor = defineEvent<Lost>({
    name: 'Lost',
    type: 'Lost',
    kind: 'integration',
    source: 'depot',
    channels: { parcels: { address: 'parcels', bindings: { receive: { mqtt: { qos: 1 } } } } },
    codec,
  })
}

class Closed extends Event<{ type: 'Closed'; source: string; data: { readonly id: string } }> {
  static readonly type = 'Closed'
  static readonly descriptor = defineEvent<Closed>({
    name: 'Closed',
    type: 'Closed',
    kind: 'integration',
    source: 'depot',
    channels: { depots: { address: 'depots' } },
    codec,
  })
}

/** What the transport is told. */
function overheard() {
  const sources: Source[] = []
  const places: Place[] = []
  const inner = inMemory()
  const transport: Transport = {
    name: inner.name,
    features: inner.features,
    async connect(options) {
      const connection = await inner.connect(options)
      const { declare, carry } = connection
      connection.declare = (topology) => {
        for (const subscription of topology.subscriptions) sources.push(...subscription.sources)
        return declare.call(connection, topology)
      }
      connection.carry = (messages, more) => {
        for (const { place } of messages) places.push(place)
        return carry.call(connection, messages, more)
      }
      return connection
    },
  }
  return { transport, sources, places }
}

test('a transport is told the bindings of the channel, and of the operation that receives', async () => {
  const { transport, sources } = overheard()
  const bus = createBus({ transport })
  bus.subscribe('watch', [Moved, Lost, Closed], () => {})
  await bus.start()
  expect(sources).toEqual([
    {
      address: 'parcels',
      channel: 'parcels',
      bindings: { channel: { kafka: { partitions: 3 } }, operation: { nats: { queue: 'depot' }, mqtt: { qos: 1 } } },
    },
    { address: 'depots', channel: 'depots' },
  ])
  await bus.close()
})

test('a transport is told the bindings of the channel, and of the operation that sends', async () => {
  const { transport, places } = overheard()
  const bus = createBus({ transport })
  await bus.start()
  await bus.publish(new Moved({ id: '1' }))
  await bus.publish(new Closed({ id: '2' }))
  expect(places).toEqual([
    { address: 'parcels', bindings: { channel: { kafka: { partitions: 3 } }, operation: { mqtt: { retain: true } } } },
    { address: 'depots' },
  ])
  await bus.close()
})
