import { expect, test } from 'vitest'
import { loadValid, onlyEvent, withMessage } from '../fixtures/documents.js'

const read = async (members: string, rest = '') => onlyEvent(await loadValid(withMessage(members, rest)))

const data = '{ type: object, required: [orderId], properties: { orderId: { type: string } } }'
const attributes = `
    specversion: { const: '1.0' }
    id: { type: string }
    source: { const: /shop }
    type: { enum: [com.shop.order.placed] }
    subject: { type: string }
    datacontenttype: { const: application/json }
    data: ${data}`

test('a payload that requires the attributes is an envelope, and its data the payload', async () => {
  const event = await read(`
x-event: { key: $message.payload#/data/orderId }
correlationId: { location: $message.payload#/data/orderId }
payload:
  type: object
  required: [specversion, id, source, type]
  properties:${attributes}
examples:
  - payload: { specversion: '1.0', id: '1', source: /shop, type: com.shop.order.placed, data: { orderId: '17' } }
`)
  expect(event).toMatchObject({
    cloudEvents: 'structured',
    type: 'com.shop.order.placed',
    source: '/shop',
    contentType: 'application/json',
    payload: { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } },
    key: { in: 'payload', path: ['orderId'] },
    correlation: { in: 'payload', path: ['orderId'] },
    examples: [{ payload: { orderId: '17' } }],
  })
})

test('the content type tells an envelope that requires nothing', async () => {
  const event = await read(`
contentType: application/cloudevents+json; charset=utf-8
payload: { type: object, properties: { type: { type: string }, data: ${data} } }
`)
  expect(event).toMatchObject({ cloudEvents: 'structured', type: 'OrderPlaced', contentType: 'application/json' })
  expect(event.payload).toMatchObject({ required: ['orderId'] })
})

test('with that content type, a payload that has no attribute is the data itself', async () => {
  const event = await read(`contentType: application/cloudevents+json\npayload: ${data}`)
  expect(event.cloudEvents).toBeUndefined()
  expect(event.payload).toMatchObject({ required: ['orderId'] })
})

test('an envelope of several parts is seen through references and allOf', async () => {
  const event = await read(
    `
payload:
  allOf:
    - $ref: '#/components/schemas/CloudEvent'
    - { type: object, properties: { type: { const: placed }, data: { $ref: '#/components/schemas/Order' } } }
`,
    `components:
  schemas:
    Order: ${data}
    CloudEvent:
      type: object
      required: [specversion, id, source, type]
      properties: { specversion: { type: string }, id: {}, source: {}, type: { type: string }, data: { type: object, description: Anything. } }
`,
  )
  expect(event).toMatchObject({ cloudEvents: 'structured', type: 'placed', payload: { $ref: '#/schemas/Order' } })
})

test('an envelope without data is an event without payload', async () => {
  const event = await read(`
payload:
  type: object
  required: [specversion, id, source, type]
  properties: { specversion: {}, id: {}, source: {}, type: { const: pinged } }
`)
  expect(event.payload).toBeUndefined()
  expect(event.type).toBe('pinged')
})

test.each(['id', 'source', 'type', 'specversion'])(
  'a payload that does not require %s is no envelope',
  async (missing) => {
    const names = ['specversion', 'id', 'source', 'type'].filter((name) => name !== missing)
    const event = await read(`payload: { type: object, required: [${names}], properties: { data: ${data} } }`)
    expect(event.cloudEvents).toBeUndefined()
  },
)

test.each(['ce-', 'ce_', 'cloudEvents:', 'cloudEvents_'])(
  'headers that begin with %s are attributes',
  async (prefix) => {
    const event = await read(`
payload: ${data}
headers:
  type: object
  required: ['${prefix}id', tenant]
  properties:
    '${prefix}id': { type: string }
    '${prefix}type': { const: com.shop.order.placed }
    '${prefix}source': { type: string }
    tenant: { type: string }
examples: [{ payload: { orderId: '1' }, headers: { '${prefix}id': '1', tenant: t } }]
`)
    expect(event).toMatchObject({ cloudEvents: 'binary', type: 'com.shop.order.placed', source: 'shop' })
    expect(event.headers).toEqual({ type: 'object', required: ['tenant'], properties: { tenant: { type: 'string' } } })
    expect(event.examples[0]?.headers).toEqual({ tenant: 't' })
  },
)

test('headers of nothing but attributes are no headers', async () => {
  const event = await read(
    'headers: { allOf: [{ $ref: "#/components/schemas/Context" }, { type: object, properties: { ce-type: { const: placed } } }] }',
    'components: { schemas: { Context: { type: object, required: [ce-id], properties: { ce-id: { type: string } } } } }',
  )
  expect(event).toMatchObject({ cloudEvents: 'binary', type: 'placed' })
  expect('headers' in event).toBe(false)
})

test('headers that require all plain attributes are the context itself', async () => {
  const event = await read(`
headers:
  type: object
  required: [id, source, specversion, type, tenant]
  properties: { id: {}, source: {}, specversion: {}, type: { const: placed }, tenant: { type: string } }
`)
  expect(event).toMatchObject({ cloudEvents: 'binary', type: 'placed', headers: { required: ['tenant'] } })
})

test('plain headers of those names are headers', async () => {
  const event = await read('headers: { type: object, required: [id], properties: { id: {}, type: { const: x } } }')
  expect(event.cloudEvents).toBeUndefined()
  expect(event).toMatchObject({ type: 'OrderPlaced', headers: { required: ['id'] } })
})
