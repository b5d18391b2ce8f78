/** A sound document, and the same with one thing wrong. */
export interface Mistake {
  readonly what: string
  readonly right: string
  readonly wrong: string
}

const version3 = `asyncapi: 3.1.0
id: urn:com:example:shop
info:
  title: Shop
  version: 1.0.0
  description: Orders of a shop.
  contact: { name: The shop, url: https://shop.example, email: shop@shop.example }
  license: { name: MIT, url: https://opensource.org/license/mit }
  tags: [{ name: shop, description: All of it. }]
defaultContentType: application/json
servers:
  broker: { host: broker.example:9092, protocol: kafka }
channels:
  orders:
    address: orders/{shopId}
    parameters:
      shopId: { description: Which shop. }
    messages:
      OrderPlaced: { $ref: '#/components/messages/OrderPlaced' }
      OrderPacked: { $ref: '#/components/messages/OrderPacked' }
operations:
  tellOfOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/OrderPlaced' }, { $ref: '#/channels/orders/messages/OrderPacked' }]
components:
  messages:
    OrderPlaced:
      x-event: { type: com.example.order.placed.v1, version: 1, key: $message.payload#/orderId }
      summary: A customer has ordered.
      payload: { $ref: '#/components/schemas/Order' }
      examples: [{ name: one, payload: { orderId: A-17, pieces: 2, price: '15.99', placedAt: '2026-03-14T18:30:00Z' } }]
    OrderPacked:
      x-event: { type: com.example.order.packed.v1, version: 1, key: $message.payload#/orderId }
      summary: An order can be sent.
      payload: { type: object, required: [orderId], properties: { orderId: { type: string, maxLength: 40 } } }
      examples: [{ name: one, payload: { orderId: A-17 } }]
  schemas:
    Order:
      type: object
      required: [orderId, pieces]
      properties:
        orderId: { type: string, pattern: '^[A-Z]-[0-9]+$' }
        pieces: { type: integer, minimum: 1, maximum: 99 }
        price: { type: string, pattern: '^[0-9]+[.][0-9]{2}$' }
        placedAt: { type: string, format: date-time }
`

const version2 = `asyncapi: 2.6.0
id: urn:com:example:shop
info:
  title: Shop
  version: 1.0.0
  description: Orders of a shop.
  contact: { name: The shop, url: https://shop.example, email: shop@shop.example }
  license: { name: MIT, url: https://opensource.org/license/mit }
tags: [{ name: shop, description: All of it. }]
defaultContentType: application/json
servers:
  broker: { url: broker.example:9092, protocol: kafka }
channels:
  orders:
    subscribe: { operationId: tellOfOrders, message: { $ref: '#/components/messages/OrderPlaced' } }
  returns:
    subscribe: { operationId: tellOfReturns, message: { $ref: '#/components/messages/OrderPlaced' } }
components:
  messages:
    OrderPlaced:
      name: OrderPlaced
      summary: A customer has ordered.
      payload: { type: object, required: [pieces], properties: { pieces: { type: integer, minimum: 1 } } }
      examples: [{ name: one, payload: { pieces: 2 } }]
`

/** Those of the format first, then those that only meaning shows. */
export const mistakes: readonly Mistake[] = [
  in3('the YAML does not close a bracket', 'tags: [{ name: shop, description: All of it. }]', 'tags: [{ name: shop'),
  in3('a key stands twice', 'protocol: kafka }', 'protocol: kafka, protocol: amqp }'),
  in3('no version of the contract', '  version: 1.0.0\n', ''),
  in3('a reference leads nowhere', "{ $ref: '#/components/schemas/Order' }", "{ $ref: '#/components/schemas/Ordre' }"),
  in3('a key is misspelt', '    address: orders/', '    adress: orders/'),
  in3('a type is misspelt', 'pieces: { type: integer', 'pieces: { type: integr'),
  in3('the shape of version 2: a server by its url', '{ host: broker.example:9092,', '{ url: broker.example:9092,'),
  in3(
    'an operation sends what its channel has not',
    "{ $ref: '#/channels/orders/messages/OrderPacked' }]",
    "{ $ref: '#/components/messages/OrderPacked' }]",
  ),
  in3(
    'a parameter of the address is not declared',
    '    parameters:\n      shopId: { description: Which shop. }\n',
    '',
  ),
  in3('an older AsyncAPI', 'asyncapi: 3.1.0', 'asyncapi: 3.0.0'),
  in2('in 2.6, a schema that nobody uses', 'components:\n', 'components:\n  schemas: { Bill: { type: object } }\n'),
  in2(
    'in 2.6, nobody to ask',
    '  contact: { name: The shop, url: https://shop.example, email: shop@shop.example }\n',
    '',
  ),
  in2('in 2.6, an operation without an id', 'operationId: tellOfReturns, ', ''),
  in2('in 2.6, two operations of one id', 'operationId: tellOfReturns', 'operationId: tellOfOrders'),
  in2('in 2.6, an example without a required property', 'payload: { pieces: 2 }', 'payload: { piece: 2 }'),
  in3('in 3.1, an example without a required property', 'pieces: 2, price', 'piece: 2, price'),
  in3('an example against a pattern', 'payload: { orderId: A-17, pieces', 'payload: { orderId: a17, pieces'),
  in3('a default that is not valid', 'minimum: 1, maximum: 99', 'minimum: 1, maximum: 99, default: 0'),
  in3('a pattern that is no regular expression', "'^[A-Z]-[0-9]+$'", "'^([A-Z]-[0-9]+$'"),
  in3('an integer beyond 2^53', 'maximum: 99', 'maximum: 9223372036854775807'),
  in3('an event is named as a command: SendOrder', /OrderPacked/g, 'SendOrder'),
  in3('an event is named as a command: ShipOrder', /OrderPacked/g, 'ShipOrder'),
  in3('two events of one type', 'com.example.order.packed.v1', 'com.example.order.placed.v1'),
  in3(
    'a key that is not in the payload',
    'packed.v1, version: 1, key: $message.payload#/orderId',
    'packed.v1, version: 1, key: $message.payload#/parcelId',
  ),
  in3(
    'money as a floating-point number',
    "price: { type: string, pattern: '^[0-9]+[.][0-9]{2}$' }",
    'price: { type: number }',
    ["price: '15.99'", 'price: 15.99'],
  ),
  in3('an instant without a format', 'placedAt: { type: string, format: date-time }', 'placedAt: { type: string }'),
  in3('a minimum above the maximum', 'minimum: 1, maximum: 99', 'minimum: 100, maximum: 99'),
  in3(
    'a required name that no property has',
    'required: [orderId], properties',
    'required: [orderId, ordreId], properties',
    ['payload: { orderId: A-17 }', 'payload: { orderId: A-17, ordreId: A-17 }'],
  ),
  in3('a keyword of JSON Schema is misspelt', 'maxLength: 40', 'maxLenght: 40'),
]

type Edit = readonly [from: string | RegExp, to: string]

function edited(what: string, right: string, edits: readonly Edit[]): Mistake {
  const wrong = edits.reduce((text, [from, to]) => {
    const next = text.replace(from, () => to)
    if (next === text) throw new Error(`"${what}" changes nothing: no ${from} in the document`)
    return next
  }, right)
  return { what, right, wrong }
}

function in3(what: string, from: Edit[0], to: Edit[1], ...more: readonly Edit[]): Mistake {
  return edited(what, version3, [[from, to], ...more])
}

function in2(what: string, from: Edit[0], to: Edit[1]): Mistake {
  return edited(what, version2, [[from, to]])
}
