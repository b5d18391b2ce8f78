import type { Bindings } from '@tidings/contract'
import { expect, test } from 'vitest'
import { buildChannel, buildContract, buildEvent, buildOperation } from '../fixtures/build-contract.js'
import { renderFile } from '../fixtures/render.js'
import { channelBindings } from './channel-bindings.js'

const moved = buildEvent('Moved', { channels: ['parcels'] })

const contractWith = (channel: Bindings, operations: readonly ['send' | 'receive', Bindings][]) =>
  buildContract({
    channels: [buildChannel('parcels', { events: ['Moved'], bindings: channel })],
    operations: operations.map(([action, bindings], index) =>
      buildOperation(`operation${index}`, { action, channel: 'parcels', events: ['Moved'], bindings }),
    ),
    events: [moved],
  })

const bindingsIn = (contract: ReturnType<typeof contractWith>) =>
  channelBindings(contract.channels[0] as (typeof contract.channels)[number], moved, contract)

test('the class of an event carries the bindings of its channels and operations', async () => {
  const contract = contractWith({ kafka: { partitions: 3 } }, [
    ['send', { mqtt: { qos: 1, retain: true } }],
    ['receive', { nats: { queue: 'depot', bindingVersion: '0.1.0' } }],
  ])
  expect(await renderFile(contract, 'events/moved.ts')).toContain(`\
    channels: {
      parcels: {
        address: 'parcels',
        action: 'both',
        bindings: {
          channel: { kafka: { partitions: 3 } },
          send: { mqtt: { qos: 1, retain: true } },
          receive: { nats: { queue: 'depot', bindingVersion: '0.1.0' } },
        },
      },
    },
`)
})

test('bindings that say nothing are not carried', () => {
  expect(bindingsIn(contractWith({ kafka: {}, ws: { bindingVersion: '0.1.0' } }, [['send', {}]]))).toBeUndefined()
})

test('bindings of protocols without a broker are not carried', () => {
  const contract = contractWith({ ws: { method: 'GET' } }, [['send', { http: { method: 'POST' } }]])
  expect(bindingsIn(contract)).toBeUndefined()
})

test('what is no object is not carried', () => {
  expect(bindingsIn(contractWith({ kafka: 'three', amqp: ['a'], mqtt: null }, []))).toBeUndefined()
})

test('of several operations that speak of one setting the first rules, and the others add theirs', () => {
  const contract = contractWith({}, [
    ['send', { mqtt: { qos: 1 } }],
    ['send', { mqtt: { qos: 2, retain: true }, kafka: { clientId: 'a' } }],
  ])
  expect(bindingsIn(contract)).toEqual({ send: { mqtt: { qos: 1, retain: true }, kafka: { clientId: 'a' } } })
})

test('operations of other events and channels add nothing', () => {
  const { channels, events } = contractWith({}, [])
  const contract = buildContract({
    channels: [...channels, buildChannel('elsewhere', { events: ['Moved'] })],
    operations: [
      buildOperation('other', { channel: 'parcels', events: ['Lost'], bindings: { mqtt: { qos: 1 } } }),
      buildOperation('there', { channel: 'elsewhere', events: ['Moved'], bindings: { mqtt: { qos: 2 } } }),
    ],
    events,
  })
  expect(bindingsIn(contract)).toBeUndefined()
})
