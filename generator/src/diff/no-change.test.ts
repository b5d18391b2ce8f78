import { expect, test } from 'vitest'
import { compared } from './fixtures/compared.js'

const version2 = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
servers:
  broker: { url: 'kafka://broker.example:9092', protocol: kafka }
channels:
  orders/{orderId}:
    parameters:
      orderId: { schema: { type: string }, location: $message.payload#/orderId }
    subscribe:
      operationId: tellOfOrders
      message:
        oneOf: [{ $ref: '#/components/messages/OrderPlaced' }, { $ref: '#/components/messages/OrderLost' }]
  questions:
    publish:
      message:
        messageId: StockAsked
        payload: { type: object, required: [article], properties: { article: { type: string } } }
components:
  messages:
    OrderPlaced:
      headers: { type: object, properties: { tenant: { type: string } } }
      payload: { $ref: '#/components/schemas/Order' }
    OrderLost:
      payload: { $ref: '#/components/schemas/Order' }
  schemas:
    Order: { type: object, required: [orderId], properties: { orderId: { type: string } } }
`

const version3 = `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers:
  main: { host: 'broker.example:9092', protocol: kafka }
channels:
  inbound: { address: questions, messages: { StockAsked: { $ref: '#/components/messages/StockAsked' } } }
  orders:
    address: orders/{orderId}
    parameters:
      orderId: { location: $message.payload#/orderId }
    messages:
      OrderLost: { $ref: '#/components/messages/OrderLost' }
      OrderPlaced: { $ref: '#/components/messages/OrderPlaced' }
operations:
  answerQuestions: { action: receive, channel: { $ref: '#/channels/inbound' } }
  tellOfOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  messages:
    OrderLost:
      payload: { type: object, properties: { orderId: { $ref: '#/components/schemas/Id' } }, required: [orderId] }
    OrderPlaced:
      headers: { type: object, properties: { tenant: { type: string } } }
      payload: { type: object, properties: { orderId: { $ref: '#/components/schemas/Id' } }, required: [orderId] }
    StockAsked:
      payload: { type: object, required: [article], properties: { article: { type: string } } }
  schemas:
    Id: { type: string }
`

test('a document of version 2 lifted to version 3 is no change, in either direction', async () => {
  expect(await compared(version2, version3)).toEqual([])
  expect(await compared(version3, version2)).toEqual([])
  expect(await compared(version2, version3, { perspective: 'client' })).toEqual([])
})

test('between versions a change is found where it stands', async () => {
  const changed = version3.replace('Id: { type: string }', 'Id: { type: string, maxLength: 8 }')

  const found = await compared(version2, changed, { compatibility: 'backward' })
  expect(
    found.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`),
  ).toEqual([
    'limit-tightened: maxLength of data.orderId of OrderLost (and of OrderPlaced) is 8, was not set; expected a limit that every old event keeps',
  ])
})
