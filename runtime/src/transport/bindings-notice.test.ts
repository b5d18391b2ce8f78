import { expect, test } from 'vitest'
import { BindingsNotice } from './bindings-notice.js'

function noticeOf(options: Partial<ConstructorParameters<typeof BindingsNotice>[0]> = {}) {
  const warnings: string[] = []
  const notice = new BindingsNotice({
    protocols: ['mqtt5', 'mqtt'],
    warn: ({ message }) => warnings.push(message),
    ...options,
  })
  return { notice, warnings }
}

test('what a transport does not honour is named with its channel, and why', () => {
  const { notice, warnings } = noticeOf({
    honoured: { operation: ['qos'] },
    instead: { retain: 'a subscription has what came before it from its session' },
  })
  notice.sentTo({
    address: 'orders',
    bindings: { operation: { mqtt: { qos: 1, retain: true, bindingVersion: '0.2.0' } } },
  })
  expect(warnings).toEqual([
    'the mqtt5 binding retain of the operation by which orders is sent is not used: ' +
      'a subscription has what came before it from its session',
  ])
})

test('each channel is told of once, however many addresses and messages it has', () => {
  const { notice, warnings } = noticeOf()
  const bindings = { channel: { mqtt: { topicAlias: 1 } } }
  for (const id of ['1', '2', '1']) notice.sentTo({ address: `orders/${id}`, family: 'orders/{id}', bindings })
  expect(warnings).toEqual(['the mqtt5 binding topicAlias of the channel orders/{id} is not used'])
})

test('a channel that is received from goes by its id', () => {
  const { notice, warnings } = noticeOf()
  notice.receivedFrom({
    address: 'o/1',
    family: 'o/{id}',
    channel: 'orders',
    bindings: { operation: { mqtt: { qos: 2 } } },
  })
  expect(warnings).toEqual(['the mqtt5 binding qos of the operation by which orders is received is not used'])
})

test('nothing is said of bindings of other protocols, nor where there are none', () => {
  const { notice, warnings } = noticeOf()
  notice.sentTo({
    address: 'orders',
    bindings: { channel: { kafka: { partitions: 3 } }, operation: { amqp: { cc: [] } } },
  })
  notice.receivedFrom({ address: 'orders' })
  expect(warnings).toEqual([])
})

test('of a server is told what its transport does not honour', () => {
  const { notice, warnings } = noticeOf({
    honoured: { server: ['keepAlive'] },
    instead: { clientId: 'each session has its own' },
  })
  notice.connectedTo(undefined)
  notice.connectedTo({ protocol: 'mqtt', host: 'broker.example' })
  notice.connectedTo({
    protocol: 'mqtt',
    host: 'broker.example',
    bindings: {
      mqtt: { keepAlive: 60, clientId: 'guest', bindingVersion: '0.2.0' },
      kafka: { schemaRegistryUrl: 'x' },
    },
  })
  expect(warnings).toEqual([
    'the mqtt5 binding clientId of the server broker.example is not used: each session has its own',
  ])
})
