import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadValid, withMessage, withMessage2 } from '../fixtures/documents.js'
import { deriveSource } from './derive-source.js'
import { deriveType } from './derive-type.js'

const types = async (document: string, files = {}) =>
  (await loadValid(document, files)).events.map(({ id, type }) => [id, type])

const table: [name: string, document: string, want: [id: string, type: string][]][] = [
  ['its name', withMessage('name: shop.order.placed'), [['shop.order.placed', 'shop.order.placed']]],
  ['its key in 3.x', withMessage('payload: { type: string }'), [['OrderPlaced', 'OrderPlaced']]],
  ['its id in 2.x', withMessage2('messageId: order-placed'), [['order-placed', 'order-placed']]],
  [
    'its key in the channel before that of its component',
    withMessage(
      '$ref: "#/components/messages/Placed"',
      'components: { messages: { Placed: { payload: { type: string } } } }',
    ),
    [['OrderPlaced', 'OrderPlaced']],
  ],
  [
    "its component's key in 2.x",
    withMessage2(
      '$ref: "#/components/messages/Placed"',
      'components: { messages: { Placed: { payload: { type: string } } } }',
    ),
    [['Placed', 'Placed']],
  ],
  ['its channel and action in 2.x', withMessage2('payload: { type: string }'), [['orders.send', 'orders.send']]],
  [
    'its payloads, where one operation has several nameless messages',
    withMessage2(
      'oneOf: [{ payload: { title: Placed, type: string } }, { payload: { $ref: "#/components/schemas/Lost" } }]',
      'components: { schemas: { Lost: { type: object } } }',
    ),
    [
      ['orders.send.Lost', 'orders.send.Lost'],
      ['orders.send.Placed', 'orders.send.Placed'],
    ],
  ],
  [
    'the word that its payload is fixed to, where that is all that tells nameless messages apart',
    withMessage2(
      'oneOf: [{ payload: { properties: { v: { const: "1.0" }, type: { const: placed } } } }, { payload: { properties: { type: { enum: [lost] } } } }]',
    ),
    [
      ['orders.send.lost', 'orders.send.lost'],
      ['orders.send.placed', 'orders.send.placed'],
    ],
  ],
]

test.each(table)('a type comes from the message alone: %s', async (_, document, want) => {
  expect(await types(document)).toEqual(want)
})

test('the component names a message whose channels give it different keys', async () => {
  const want = [['OrderPlaced', 'OrderPlaced']]
  expect(
    await types(`
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  a: { address: a, messages: { One: { $ref: '#/components/messages/OrderPlaced' } } }
  b: { address: b, messages: { Two: { $ref: '#/components/messages/OrderPlaced' } } }
components: { messages: { OrderPlaced: { payload: { type: string } } } }
`),
  ).toEqual(want)
})

test('the file names a message that stands in one of its own', async () => {
  expect(
    await types(withMessage2('$ref: messages/order-lost.message.yaml'), {
      'messages/order-lost.message.yaml': 'payload: { type: string }',
    }),
  ).toEqual([['order-lost', 'order-lost']])
})

test('messages that want one id all fall back to another, so that their order changes nothing', async () => {
  expect(
    await types(`
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  a: { address: a, messages: { Same: { name: placed, payload: { type: string } } } }
  b: { address: b, messages: { Same: { name: placed, payload: { type: string } }, Other: { name: placed } } }
`),
  ).toEqual([
    ['Other', 'placed'],
    ['a.Same', 'placed'],
    ['b.Same', 'placed'],
  ])
})

test('nameless messages of one operation that nothing tells apart are numbered, in their ids alone', async () => {
  expect(await types(withMessage2('oneOf: [{ payload: { type: string } }, { payload: { type: number } }]'))).toEqual([
    ['orders.send.1', 'orders.send'],
    ['orders.send.2', 'orders.send'],
  ])
})

test('a message that a channel carries has the name that one of the components wants too', async () => {
  const document = withMessage('name: Placed', 'components: { messages: { Placed: { payload: { type: string } } } }')
  expect(await types(document)).toEqual([
    ['#/components/messages/Placed', 'Placed'],
    ['Placed', 'Placed'],
  ])
})

test('derivation gives a legal type and source for any text', () => {
  const illegal = /[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}]/u
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (wishes) => {
      const type = deriveType(wishes)
      expect(type).not.toBe('')
      expect(type).not.toMatch(illegal)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(deriveSource(title)).toMatch(/^(?:[a-z0-9.~_-]|%[0-9A-F]{2})+$/)
    }),
  )
})

test.each([
  ["Mario's Pizzeria", 'mario-s-pizzeria'],
  ['AsyncAPI ShoppingCart (Provider)', 'async-api-shopping-cart-provider'],
  ['Café Zürich', 'cafe-zurich'],
  ['注文', '%E6%B3%A8%E6%96%87'],
  ['!!!', 'application'],
])('the title %j gives the source %s', (title, source) => {
  expect(deriveSource(title)).toBe(source)
})
