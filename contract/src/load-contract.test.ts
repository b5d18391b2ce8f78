import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { load, loadValid, withMessage } from './fixtures/documents.js'
import { isUnreadableContract, loadContract } from './index.js'

test('a missing contract and a folder throw UnreadableContract, which says why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-contract-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const missing = await loadContract(join(folder, 'none.yaml')).catch((error) => error)
  expect(isUnreadableContract(missing)).toBe(true)
  expect(missing).toMatchObject({ code: 'UNREADABLE_CONTRACT', file: join(folder, 'none.yaml') })
  expect(missing.message).toBe(`cannot read the contract ${join(folder, 'none.yaml')}: there is no such file`)
  const directory = await loadContract(folder).catch((error) => error)
  expect(directory.message).toBe(`cannot read the contract ${folder}: it is a folder`)
})

test('an error of another copy of this package is recognised, any other is not', () => {
  expect(isUnreadableContract({ [Symbol.for('tidings.UnreadableContract')]: true })).toBe(true)
  expect(isUnreadableContract(new Error('x'))).toBe(false)
  expect(isUnreadableContract(undefined)).toBe(false)
})

const orders = `
asyncapi: 3.0.0
info: { title: Mario's Orders API, version: 1.0.0 }
channels:
  commands:
    address: commands
    messages: { PlaceOrder: { payload: { type: object } } }
  events:
    address: events
    messages: { OrderPlaced: { payload: { type: object } } }
operations:
  takeOrder: { action: receive, channel: { $ref: '#/channels/commands' } }
  tellOrder: { action: send, channel: { $ref: '#/channels/events' } }
`

test('the application sees its operations as they are written', async () => {
  const { operations, events } = await loadValid(orders)
  expect(operations.map(({ id, action }) => [id, action])).toEqual([
    ['takeOrder', 'receive'],
    ['tellOrder', 'send'],
  ])
  expect(events.map(({ id, source }) => [id, source])).toEqual([
    ['OrderPlaced', 'mario-s-orders-api'],
    ['PlaceOrder', 'mario-s-orders-api'],
  ])
})

test('a client sees them turned round, and what it sends itself has no source', async () => {
  const { perspective, operations, events } = await loadValid(orders, {}, { perspective: 'client' })
  expect(perspective).toBe('client')
  expect(operations.map(({ id, action }) => [id, action])).toEqual([
    ['takeOrder', 'send'],
    ['tellOrder', 'receive'],
  ])
  expect(events.map(({ id, source }) => [id, source])).toEqual([
    ['OrderPlaced', 'mario-s-orders-api'],
    ['PlaceOrder', undefined],
  ])
})

test('the model is told whole, and survives JSON', async () => {
  const contract = await loadValid(
    withMessage(
      'name: shop.order.placed\nsummary: An order came in.\n' +
        'tags: [{ name: orders }]\nx-team: kitchen\nbindings: { kafka: { key: { $ref: "#/components/schemas/Id" } } }\n' +
        'payload: { type: object, properties: { id: { $ref: "#/components/schemas/Id" } } }\nexamples: [{ payload: { id: "1" } }]',
      `operations:
  tell: { action: send, channel: { $ref: '#/channels/orders' }, description: Tells. }
components: { schemas: { Id: { type: string, minLength: 1 }, Unused: { type: string } } }
servers: { main: { host: 'broker:4222', protocol: nats } }`,
    ),
  )
  const origin = (pointer: string, line: number, column: number) => ({ file: 'asyncapi.yaml', pointer, line, column })
  expect(contract).toEqual({
    model: 1,
    asyncapi: '3.0.0',
    title: 'Shop',
    version: '1.0.0',
    defaultContentType: 'application/json',
    perspective: 'application',
    servers: [
      {
        id: 'main',
        host: 'broker:4222',
        protocol: 'nats',
        tags: [],
        extensions: {},
        origin: origin('/servers/main', 18, 12),
      },
    ],
    channels: [
      {
        id: 'orders',
        address: 'orders',
        parameters: [],
        servers: [],
        events: ['shop.order.placed'],
        tags: [],
        extensions: {},
        origin: origin('/channels/orders', 4, 3),
      },
    ],
    operations: [
      {
        id: 'tell',
        action: 'send',
        channel: 'orders',
        events: ['shop.order.placed'],
        description: 'Tells.',
        tags: [],
        extensions: {},
        origin: origin('/operations/tell', 16, 3),
      },
    ],
    events: [
      {
        id: 'shop.order.placed',
        name: 'shop.order.placed',
        kind: 'integration',
        type: 'shop.order.placed',
        source: 'shop',
        contentType: 'application/json',
        payload: { type: 'object', properties: { id: { $ref: '#/schemas/Id' } } },
        channels: ['orders'],
        examples: [
          { payload: { id: '1' }, origin: origin('/channels/orders/messages/OrderPlaced/examples/0', 14, 20) },
        ],
        summary: 'An order came in.',
        tags: ['orders'],
        bindings: { kafka: { key: { type: 'string', minLength: 1 } } },
        extensions: { 'x-team': 'kitchen' },
        origin: origin('/channels/orders/messages/OrderPlaced', 7, 7),
      },
    ],
    schemas: [
      { name: 'Id', schema: { type: 'string', minLength: 1 }, origin: origin('/components/schemas/Id', 17, 26) },
    ],
  })
  expect(JSON.parse(JSON.stringify(contract))).toEqual(contract)
})

test("the parser's advice is given when asked for, and never as an error", async () => {
  const document = withMessage('payload: { type: object }')
  expect((await load(document)).findings).toEqual([])
  const { contract, findings } = await load(document, {}, { advice: true })
  expect(contract).toBeDefined()
  expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['asyncapi-latest-version', 'info'])
  expect(findings.every(({ mend }) => mend !== '')).toBe(true)
})
