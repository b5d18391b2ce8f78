import { type Contract, type ContractEvent, schemaReference } from '@tidings/contract'
import fc from 'fast-check'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { buildChannel, buildContract, buildEvent, buildOperation, buildSchema } from '../fixtures/build-contract.js'
import { isPortableFileName } from '../output/file-name.js'
import { nameContract } from './names.js'
import { reservedTypeNames } from './reserved.js'

const eventNames = (...ids: string[]) => {
  const names = nameContract(buildContract({ events: ids.map((id) => buildEvent(id)) }))
  return Object.fromEntries(ids.map((id) => [id, [names.event(id).className, names.event(id).file]]))
}

const schemaNames = (...ids: string[]) => {
  const names = nameContract(buildContract({ schemas: ids.map((id) => buildSchema(id, true)) }))
  return Object.fromEntries(ids.map((id) => [id, [names.schema(id).typeName, names.schema(id).file]]))
}

test('gives an event its class, its types and its modules', () => {
  const names = nameContract(buildContract({ events: [buildEvent('order.confirmed')] }))
  expect(names.event('order.confirmed')).toEqual({
    className: 'OrderConfirmed',
    dataType: 'OrderConfirmedData',
    headersType: 'OrderConfirmedHeaders',
    handlerType: 'OrderConfirmedHandler',
    upcasterType: 'OrderConfirmedUpcaster',
    file: 'events/order-confirmed.ts',
    validatorFile: 'validators/order-confirmed.ts',
    serialiserFile: 'serialisers/order-confirmed.ts',
  })
})

test('lets whoever is called so already keep its name', () => {
  expect(eventNames('order-placed', 'OrderPlaced', 'ORDER_PLACED')).toEqual({
    OrderPlaced: ['OrderPlaced', 'events/order-placed.ts'],
    ORDER_PLACED: ['OrderPlacedEvent', 'events/order-placed-event.ts'],
    'order-placed': ['OrderPlacedEvent2', 'events/order-placed-event2.ts'],
  })
})

test('keeps names apart from the globals of JavaScript and from the names of the SDK', () => {
  expect(schemaNames('Object', 'String', 'Array', 'Record')).toEqual({
    Object: ['ObjectSchema', 'schemas/object-schema.ts'],
    String: ['StringSchema', 'schemas/string-schema.ts'],
    Array: ['ArraySchema', 'schemas/array-schema.ts'],
    Record: ['RecordSchema', 'schemas/record-schema.ts'],
  })
  expect(eventNames('Event', 'error', 'Publisher', 'class')).toEqual({
    Event: ['EventEvent', 'events/event-event.ts'],
    error: ['ErrorEvent', 'events/error-event.ts'],
    Publisher: ['PublisherEvent', 'events/publisher-event.ts'],
    class: ['Class', 'events/class.ts'],
  })
})

test('calls a Java class by its last part, and by more where two share it', () => {
  expect(
    schemaNames(
      'com.acme.orders.Created',
      'com.acme.users.Created',
      'com.acme.Order$Item',
      'com.acme.Money',
      'order.created',
    ),
  ).toEqual({
    'com.acme.orders.Created': ['OrdersCreated', 'schemas/orders-created.ts'],
    'com.acme.users.Created': ['UsersCreated', 'schemas/users-created.ts'],
    'com.acme.Order$Item': ['Item', 'schemas/item.ts'],
    'com.acme.Money': ['Money', 'schemas/money.ts'],
    'order.created': ['OrderCreated', 'schemas/order-created.ts'],
  })
})

test('names what has no letters', () => {
  expect(eventNames('', '---', '1', '😀')).toEqual({
    '': ['UnnamedEvent', 'events/unnamed-event.ts'],
    '---': ['UnnamedEventEvent', 'events/unnamed-event-event.ts'],
    '1': ['Event1', 'events/event1.ts'],
    '😀': ['UnnamedEventEvent2', 'events/unnamed-event-event2.ts'],
  })
})

test('keeps file names apart where case does not count, and off the devices of Windows', () => {
  expect(schemaNames('AB', 'Ab', 'con', 'x'.repeat(300))).toEqual({
    AB: ['AB', 'schemas/ab.ts'],
    Ab: ['Ab', 'schemas/ab-schema.ts'],
    con: ['Con', 'schemas/con-schema.ts'],
    ['x'.repeat(300)]: [`X${'x'.repeat(299)}`, `schemas/${'x'.repeat(80)}.ts`],
  })
})

test('makes a schema that is called like its event the type of its data', () => {
  const events = [buildEvent('UserSignedUp', { payload: { $ref: '#/schemas/UserSignedUp' } }), buildEvent('Order')]
  const schemas = [buildSchema('UserSignedUp', {}), buildSchema('Order', {}), buildSchema('OrderData', {})]
  const names = nameContract(buildContract({ events, schemas }))
  expect(schemas.map(({ name }) => names.schema(name).typeName)).toEqual([
    'UserSignedUpData',
    'OrderSchema',
    'OrderDataSchema',
  ])
})

test('tells versions apart, and gives the newest the plain name', () => {
  const version = (id: string, number: number) => buildEvent(id, { name: 'PriceChanged', version: number })
  const names = nameContract(
    buildContract({ events: [version('a', 10), version('b', 2), buildEvent('PriceChangedV1')] }),
  )
  expect([names.event('a').className, names.event('b').className]).toEqual(['PriceChangedV10', 'PriceChangedV2'])
  expect([names.event('a').file, names.event('b').file]).toEqual([
    'events/price-changed-v10.ts',
    'events/price-changed-v2.ts',
  ])
  expect(names.newest('PriceChanged')?.className).toBe('PriceChanged')
  expect(names.newest('PriceChangedV1')).toBeUndefined()
})

test('gives a single version no suffix', () => {
  const names = nameContract(buildContract({ events: [buildEvent('a', { name: 'PriceChanged', version: 3 })] }))
  expect(names.event('a').className).toBe('PriceChanged')
  expect(names.newest('PriceChanged')).toBeUndefined()
})

test('keeps the plain name of a versioned event from all others', () => {
  const events = [
    buildEvent('a', { name: 'Order', version: 1 }),
    buildEvent('b', { name: 'Order', version: 2 }),
    buildEvent('order-v1'),
    buildEvent('OrderData'),
  ]
  const names = nameContract(buildContract({ events }))
  const all = events.map(({ id }) => names.event(id).className)
  expect(all).toEqual(['OrderV1', 'OrderV2', 'OrderV1Event', 'OrderDataEvent'])
})

test('names channels and operations as members', () => {
  const names = nameContract(
    buildContract({
      channels: ['orders/{orderId}', 'then', 'Orders', 'orders', 'delete'].map((id) => buildChannel(id)),
      operations: ['receive/orders', 'constructor', '1'].map((id) => buildOperation(id)),
    }),
  )
  expect(['orders/{orderId}', 'then', 'Orders', 'orders', 'delete'].map(names.channel)).toEqual([
    'ordersOrderId',
    'thenChannel',
    'ordersChannel',
    'orders',
    'delete',
  ])
  expect(['receive/orders', 'constructor', '1'].map(names.operation)).toEqual([
    'receiveOrders',
    'constructorOperation',
    'operation1',
  ])
})

test('knows nothing that the contract does not have', () => {
  expect(() => nameContract(buildContract()).event('x')).toThrow('the contract has no event "x"')
})

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'Order',
    'order',
    'ORDER',
    'OrderData',
    'com.acme.Order',
    'com.b.Order',
    'Event',
    'con',
    '',
    '-',
    '1',
    'OrderV1',
  ),
)
const anyContract = fc
  .record({
    events: fc.uniqueArray(anyName, { maxLength: 8 }),
    versions: fc.array(fc.constantFrom('Order', 'OrderData', 'x'), { maxLength: 4 }),
    schemas: fc.uniqueArray(anyName, { maxLength: 8 }),
  })
  .map(({ events, versions, schemas }): Contract => {
    const versioned = versions.map((name, at) => buildEvent(`${name}#${at}`, { name, version: at + 1 }))
    const plain = events.map(
      (id): ContractEvent => buildEvent(id, { payload: { $ref: schemaReference(schemas[0] ?? '') } }),
    )
    const withPayload = plain.map(({ payload, ...event }) =>
      schemas.length > 0 && payload ? { ...event, payload } : event,
    )
    return buildContract({
      events: [...withPayload, ...versioned],
      schemas: schemas.map((name) => buildSchema(name, true)),
    })
  })

test('gives every contract legal names, each once', () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      const names = nameContract(contract)
      const families = new Set(contract.events.map(({ name }) => name))
      const events = [
        ...contract.events.map(({ id }) => names.event(id)),
        ...[...families].flatMap((name) => names.newest(name) ?? []),
      ]
      const schemas = contract.schemas.map(({ name }) => names.schema(name))
      const types = [
        ...events.flatMap(({ className, headersType, handlerType }) => [className, headersType, handlerType]),
        ...new Set([...events.map(({ dataType }) => dataType), ...schemas.map(({ typeName }) => typeName)]),
      ]
      expect(types.filter((name) => !isTypeName(name) || reservedTypeNames.includes(name))).toEqual([])
      expect(new Set(types).size).toBe(types.length)
      const files = [...events, ...schemas].flatMap(({ file, validatorFile, serialiserFile }) => [
        file,
        validatorFile,
        serialiserFile,
      ])
      expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length)
      expect(files.flatMap((file) => file.split('/')).filter((part) => !isPortableFileName(part))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('gives the same names in any order', () => {
  fc.assert(
    fc.property(anyContract, fc.nat(), (contract, seed) => {
      const shuffled = buildContract({
        events: shuffle(contract.events, seed),
        schemas: shuffle(contract.schemas, seed),
      })
      const [before, after] = [nameContract(contract), nameContract(shuffled)]
      for (const { id } of contract.events) expect(after.event(id)).toEqual(before.event(id))
      for (const { name } of contract.schemas) expect(after.schema(name)).toEqual(before.schema(name))
    }),
  )
})

function isTypeName(name: string): boolean {
  const { statements } = ts.createSourceFile('x.ts', `type ${name} = 1`, ts.ScriptTarget.ESNext)
  const [only] = statements
  return statements.length === 1 && only !== undefined && ts.isTypeAliasDeclaration(only) && only.name.text === name
}

const shuffle = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, at) => ({ item, key: ((at + 1) * (seed + 7919)) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
