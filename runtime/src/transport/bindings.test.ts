import { expect, test } from 'vitest'
import { bindingsFor, mergeBindings } from './bindings.js'

test('a transport finds the settings of its protocol, of channel and operation', () => {
  const bindings = {
    channel: { kafka: { partitions: 3 }, amqp: { is: 'queue' } },
    operation: { kafka: { groupId: { type: 'string' } } },
  }
  expect(bindingsFor(bindings, 'kafka')).toEqual({
    channel: { partitions: 3 },
    operation: { groupId: { type: 'string' } },
  })
  expect(bindingsFor(bindings, 'nats')).toEqual({ channel: {}, operation: {} })
})

test('of several names of a protocol the first that says something of a setting rules', () => {
  const operation = { mqtt: { qos: 1, retain: true }, mqtt5: { qos: 2 } }
  expect(bindingsFor({ operation }, 'mqtt5', 'mqtt').operation).toEqual({ qos: 2, retain: true })
})

test('what is no object, or inherited, says nothing', () => {
  expect(bindingsFor({ channel: { kafka: 'three' }, operation: {} }, 'kafka', 'constructor')).toEqual({
    channel: {},
    operation: {},
  })
})

test('the bindings of two ways to one place are put together, the first ruling', () => {
  const first = { channel: { kafka: { partitions: 3 } }, operation: { nats: { queue: 'a' } } }
  const other = { operation: { nats: { queue: 'b', more: 1 }, mqtt: { qos: 1 } } }
  expect(mergeBindings(first, other)).toEqual({
    channel: { kafka: { partitions: 3 } },
    operation: { nats: { queue: 'a', more: 1 }, mqtt: { qos: 1 } },
  })
  expect(mergeBindings(undefined, first)).toEqual(first)
  expect(mergeBindings(undefined, undefined)).toEqual({})
})
