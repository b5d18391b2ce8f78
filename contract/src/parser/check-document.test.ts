import { expect, test } from 'vitest'
import { load, printFindings, withMessage, withMessage2 } from '../fixtures/documents.js'

const orders = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders: { address: orders, messages: { Placed: { $ref: '#/components/messages/OrderPlaced' } } }
  other: { $ref: '#/components/channels/lost' }
components:
  channels: { lost: { address: lost }, unused: { address: unused } }
  messages: { OrderPlaced: { payload: { type: string } }, OrderLost: { payload: { type: string } } }
operations:
  tell:
    action: send
`

const operations: [name: string, members: string, want: string, mend: string][] = [
  [
    "a message of its channel, by the component's address",
    `    channel: { $ref: '#/channels/orders' }\n    messages: [{ $ref: '#/components/messages/OrderPlaced' }]`,
    'error message-not-of-channel asyncapi.yaml:13:24',
    `Write "$ref: '#/channels/orders/messages/Placed'".`,
  ],
  [
    'a message that its channel does not have',
    `    channel: { $ref: '#/channels/orders' }\n    messages: [{ $ref: '#/components/messages/OrderLost' }]`,
    'error message-not-of-channel asyncapi.yaml:13:24',
    'Add the message to "messages" of #/channels/orders, and refer to it there.',
  ],
  [
    "a channel, by the component's address",
    `    channel: { $ref: '#/components/channels/lost' }`,
    'error channel-not-of-document asyncapi.yaml:12:22',
    `Write "$ref: '#/channels/other'".`,
  ],
  [
    'a channel that the document does not have',
    `    channel: { $ref: '#/components/channels/unused' }`,
    'error channel-not-of-document asyncapi.yaml:12:22',
    'Add the channel under "channels" (there a $ref to a component is fine), and refer to it there.',
  ],
]

test.each(operations)(
  'an operation that points at components for %s gets the reference that was meant',
  async (_, members, want, mend) => {
    const { contract, findings } = await load(orders.trimStart() + members)
    expect(contract).toBeUndefined()
    expect(printFindings(findings)).toEqual([want])
    expect(findings[0]?.mend).toBe(mend)
  },
)

const single: [name: string, document: string, want: string, mend: string][] = [
  [
    'a missing member',
    withMessage('payload: { type: string }', 'operations: { tell: { channel: { $ref: "#/channels/orders" } } }'),
    'error asyncapi-document-resolved asyncapi.yaml:9:15',
    'Add "action".',
  ],
  [
    'an unknown member',
    withMessage('payloadd: { type: string }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:9',
    'Remove it, correct its name, or write it as an x- extension.',
  ],
  [
    'a wrong type, deep inside',
    withMessage('payload: { properties: { a: { items: { type: strnig } } } }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:54',
    'Write "string", if that was meant.',
  ],
  [
    'a wrong type in 2.x',
    withMessage2('name: OrderPlaced\npayload: { properties: { a: { minLength: x } } }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:50',
    'Write an integer here.',
  ],
  [
    'a member of a message that is none, among legal ones',
    withMessage2('name: OrderPlaced\ntitle: Placed\nx-team: shop\nschema: { type: string }'),
    'error asyncapi-document-resolved asyncapi.yaml:10:9',
    'Remove it, correct its name, or write it as an x- extension.',
  ],
  [
    'a member beside several messages',
    withMessage2('name: OrderPlaced\noneOf: [{ payload: { type: string } }]'),
    'error asyncapi-document-resolved asyncapi.yaml:7:15',
    'Remove it, correct its name, or write it as an x- extension.',
  ],
  [
    'a wrong schema of one of several messages, behind a reference',
    withMessage2(
      'oneOf: [{ name: A, payload: { $ref: "#/components/schemas/A" } }, { title: B, payload: { type: string } }]',
      'components: { schemas: { A: { type: object, properties: { a: { minimum: low } } } } }',
    ),
    'error asyncapi-document-resolved asyncapi.yaml:8:73',
    'Write a number here.',
  ],
  [
    'an empty list',
    withMessage('payload: { allOf: [] }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:20',
    'Give it 1 or more, or remove "allOf".',
  ],
  [
    'a wrong item of a list',
    withMessage('payload: { type: string }')
      .replace('messages:', 'parameters: { id: { examples: [5] } }\n    messages:')
      .replace('address: orders', 'address: orders/{id}'),
    'error asyncapi-document-resolved asyncapi.yaml:6:36',
    'Write a string here.',
  ],
  [
    'a value of another format',
    withMessage2('name: OrderPlaced\nexternalDocs: { url: here and there }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:30',
    'Write a value of the format "uri".',
  ],
  [
    'a security scheme that is none of those there are',
    withMessage2('name: OrderPlaced', 'components: { securitySchemes: { key: { type: apiKey, in: pocket } } }'),
    'error asyncapi-document-resolved asyncapi.yaml:8:34',
    'Write what a scheme of its "type" holds (see Security Scheme Object in the specification), and no more.',
  ],
  [
    'a trait that is wrong inside',
    withMessage(
      'traits: [{ $ref: "#/components/messageTraits/Told" }]',
      'components: { messageTraits: { Told: { headers: { type: object, properties: [1] } } } }',
    ),
    'error asyncapi-document-resolved asyncapi.yaml:9:65',
    'Write an object here.',
  ],
  [
    'a parameter that the address does not have',
    withMessage2('name: OrderPlaced').replace('orders:', 'orders/{id}:\n    parameters: { id: {}, no: {} }'),
    'error asyncapi2-channel-parameters asyncapi.yaml:5:27',
    'Write {no} where it belongs in the address, or remove the parameter; one of a WebSocket\'s query stands in "bindings.ws.query".',
  ],
]

test.each(single)('%s is one finding, without its echoes', async (_, document, want, mend) => {
  const { contract, findings } = await load(document)
  expect(contract).toBeUndefined()
  expect(printFindings(findings)).toEqual([want])
  expect(findings[0]?.mend).toBe(mend)
})

test('what is wrong for want of a file is told of once, by the reference to it', async () => {
  const { findings } = await load(
    withMessage(
      'payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: missing.avsc } }',
    ).replace('title: Shop', 'title: Shop, description: { $ref: missing.md }'),
  )
  expect(printFindings(findings)).toEqual([
    'error unreadable-reference asyncapi.yaml:2:43',
    'error unreadable-reference asyncapi.yaml:8:93',
  ])
})

test('several problems are as many findings', async () => {
  const { findings } = await load(
    withMessage('contentType: 5\npayload: { properties: { a: { pattern: 1 }, b: { format: 2 } } }'),
  )
  expect(printFindings(findings)).toEqual([
    'error asyncapi-document-resolved asyncapi.yaml:8:22',
    'error asyncapi-document-resolved asyncapi.yaml:9:48',
    'error asyncapi-document-resolved asyncapi.yaml:9:66',
  ])
})

test('a wrong default is a warning: it does not touch the meaning', async () => {
  const { contract, findings } = await load(withMessage2('name: OrderPlaced\npayload: { type: string, default: 5 }'))
  expect(contract).toBeDefined()
  expect(printFindings(findings)).toEqual(['warning asyncapi2-schema-default asyncapi.yaml:8:43'])
})

test('what the parser throws is a finding, without its stack', async () => {
  const schemas = Array.from(
    { length: 900 },
    (_, i) => `S${i}: { properties: { a: { properties: { b: { $ref: "#/components/schemas/S${i + 1}" } } } } }`,
  )
  const { contract, findings } = await load(
    withMessage(
      'payload: { $ref: "#/components/schemas/S0" }',
      `components: { schemas: { ${schemas.join(', ')}, S900: {} } }`,
    ),
  )
  expect(contract).toBeUndefined()
  expect(printFindings(findings)).toEqual(['error parser-failure asyncapi.yaml:1:1'])
  expect(findings[0]?.message).not.toMatch(/\n|\.js:/)
})
