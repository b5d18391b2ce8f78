import { expect, test } from 'vitest'
import { load, loadValid, onlyEvent, printFindings, withMessage, withMessage2 } from '../fixtures/documents.js'
import type { Contract } from '../index.js'

/** A contract without what the two versions cannot have in common. */
function essence({ asyncapi: _, servers, channels, operations, events, ...rest }: Contract) {
  const bare = <T extends { origin: unknown }>(things: readonly T[]) => things.map(({ origin: _, ...thing }) => thing)
  return {
    ...rest,
    servers: bare(servers),
    channels: bare(channels),
    operations: bare(operations),
    events: bare(events),
    schemas: bare(rest.schemas),
  }
}

const version2 = `
asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
servers:
  main: { url: 'mqtt://broker.example.com:1883/v1', protocol: mqtt }
channels:
  orders/{shop}/{kind}:
    servers: [main]
    parameters:
      kind: { schema: { type: string, enum: [a, 2], default: a } }
      shop: { description: Which shop., location: $message.payload#/shop, schema: { type: string } }
    publish:
      operationId: placeOrder
      message: { $ref: '#/components/messages/PlaceOrder' }
    subscribe:
      operationId: tellOrder
      message:
        oneOf:
          - $ref: '#/components/messages/OrderPlaced'
          - $ref: '#/components/messages/OrderRefused'
components:
  messages:
    PlaceOrder: { payload: { $ref: '#/components/schemas/Order' } }
    OrderPlaced: { payload: { $ref: '#/components/schemas/Order' } }
    OrderRefused: { payload: { type: string } }
  schemas: { Order: { type: object, properties: { shop: { type: string } } } }
`

const version3 = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers:
  main: { host: 'broker.example.com:1883', pathname: /v1, protocol: mqtt }
channels:
  orders/{shop}/{kind}:
    address: orders/{shop}/{kind}
    servers: [{ $ref: '#/servers/main' }]
    parameters:
      kind: { enum: [a, '2'], default: a }
      shop: { description: Which shop., location: $message.payload#/shop }
    messages:
      PlaceOrder: { $ref: '#/components/messages/PlaceOrder' }
      OrderPlaced: { $ref: '#/components/messages/OrderPlaced' }
      OrderRefused: { $ref: '#/components/messages/OrderRefused' }
operations:
  placeOrder:
    action: receive
    channel: { $ref: '#/channels/orders~1{shop}~1{kind}' }
    messages: [{ $ref: '#/channels/orders~1{shop}~1{kind}/messages/PlaceOrder' }]
  tellOrder:
    action: send
    channel: { $ref: '#/channels/orders~1{shop}~1{kind}' }
    messages:
      - $ref: '#/channels/orders~1{shop}~1{kind}/messages/OrderPlaced'
      - $ref: '#/channels/orders~1{shop}~1{kind}/messages/OrderRefused'
components:
  messages:
    PlaceOrder: { payload: { $ref: '#/components/schemas/Order' } }
    OrderPlaced: { payload: { $ref: '#/components/schemas/Order' } }
    OrderRefused: { payload: { type: string } }
  schemas: { Order: { type: object, properties: { shop: { type: string } } } }
`

test('a 2.x document and the same one in 3.x give one contract', async () => {
  const [two, three] = [await loadValid(version2), await loadValid(version3)]
  expect(essence(two)).toEqual(essence(three))
  expect(two.operations.map(({ id, action, events }) => [id, action, events])).toEqual([
    ['placeOrder', 'receive', ['PlaceOrder']],
    ['tellOrder', 'send', ['OrderPlaced', 'OrderRefused']],
  ])
  expect(two.channels[0]?.parameters).toEqual([
    { name: 'shop', description: 'Which shop.', location: { in: 'payload', path: ['shop'] } },
    { name: 'kind', enum: ['a', '2'], default: 'a' },
  ])
})

test('a 2.x operation without an id is named by its action and channel', async () => {
  const { operations } = await loadValid(withMessage2('name: OrderPlaced'))
  expect(operations.map(({ id }) => id)).toEqual(['send/orders'])

  const client = await loadValid(withMessage2('name: OrderPlaced'), {}, { perspective: 'client' })
  expect(client.operations.map(({ id, action }) => [id, action])).toEqual([['receive/orders', 'receive']])
})

test('request and reply are told', async () => {
  const { operations } = await loadValid(`
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  requests: { address: requests, messages: { Ask: { payload: { type: string } } } }
  replies: { messages: { Answer: { payload: { type: string } }, Refusal: { payload: { type: number } } } }
operations:
  ask:
    action: receive
    channel: { $ref: '#/channels/requests' }
    reply:
      address: { location: $message.header#/replyTo }
      channel: { $ref: '#/channels/replies' }
      messages: [{ $ref: '#/channels/replies/messages/Answer' }]
`)
  expect(operations[0]?.reply).toEqual({
    channel: 'replies',
    address: { in: 'headers', path: ['replyTo'] },
    events: ['Answer'],
  })
})

test('in 2.x a trait wins over the message, in 3.x the message over its traits', async () => {
  const members = (first: string) => `
name: OrderPlaced
summary: own
headers: { type: object, properties: { a: { const: own } } }
traits:
  - summary: first
    description: first
    headers: { $ref: '#/components/schemas/${first}' }
  - description: second
`
  const components =
    'components: { schemas: { H: { type: object, properties: { a: { type: string, const: trait }, b: { type: string } } } } }'
  const two = onlyEvent(await loadValid(withMessage2(members('H'), components)))
  expect([two.summary, two.description]).toEqual(['first', 'second'])
  expect(two.headers).toEqual({
    type: 'object',
    properties: { a: { type: 'string', const: 'trait' }, b: { type: 'string' } },
  })
  const three = onlyEvent(await loadValid(withMessage(members('H'), components)))
  expect([three.summary, three.description]).toEqual(['own', 'second'])
  expect(three.headers).toEqual({
    type: 'object',
    properties: { a: { type: 'string', const: 'own' }, b: { type: 'string' } },
  })
})

test('a message under components that no channel uses is an event all the same', async () => {
  const { events } = await loadValid(
    withMessage('payload: { type: string }', 'components: { messages: { OrderLost: { payload: { type: string } } } }'),
  )
  expect(events.map(({ id, channels }) => [id, channels])).toEqual([
    ['OrderLost', []],
    ['OrderPlaced', ['orders']],
  ])
})

test('shapes of 2.x in a 3.x document are one finding each, with the 3.x shape as the mend', async () => {
  const { findings } = await load(`
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
tags: [{ name: x }]
servers:
  main: { url: 'mqtt://host:1883/v1', protocol: mqtt }
channels:
  orders:
    address: orders/{id}
    parameters:
      id: { schema: { type: string } }
    publish:
      operationId: x
      message: { payload: { type: string } }
    messages:
      Placed:
        messageId: placed
        payload: { type: string }
operations:
  tell: { action: send, operationId: tell, channel: { $ref: '#/channels/orders' } }
`)
  expect(printFindings(findings)).toEqual([
    'error version-2-shape asyncapi.yaml:4:1',
    'error version-2-shape asyncapi.yaml:6:16',
    'error version-2-shape asyncapi.yaml:11:13',
    'error version-2-shape asyncapi.yaml:12:5',
    'error version-2-shape asyncapi.yaml:17:20',
    'error version-2-shape asyncapi.yaml:20:38',
  ])
  expect(findings[1]?.mend).toBe('Write "host: host:1883", "pathname: /v1" in place of "url".')
  expect(findings[3]?.mend).toContain('"action: receive"')
})

test('an id given twice in 2.x is one finding, at the second', async () => {
  const { findings } = await load(`
asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  a: { subscribe: { operationId: same, message: { messageId: m, payload: { type: string } } } }
  b: { subscribe: { operationId: same, message: { messageId: m, payload: { type: string } } } }
  c: { subscribe: { message: { $ref: '#/components/messages/Once' } } }
  d: { subscribe: { message: { $ref: '#/components/messages/Once' } } }
components: { messages: { Once: { messageId: once, payload: { type: string } } } }
`)
  expect(printFindings(findings)).toEqual([
    'error duplicate-id asyncapi.yaml:6:34',
    'error duplicate-id asyncapi.yaml:6:62',
  ])
  expect(findings[0]?.message).toBe('the operationId same is given twice, first at line 5; expected each once')
})
