import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { load, loadValid, onlyEvent, printFindings, withMessage } from '../fixtures/documents.js'
import { documentMembers, eventMembers } from './conventions.js'

const payload =
  'payload: { type: object, properties: { orderId: { type: string }, lines: { type: array, items: { properties: { sku: {} } } } } }\nheaders: { properties: { tenant: { type: string } } }'
const withEvent = (convention: string, rest = '') => withMessage(`x-event: ${convention}\n${payload}`, rest)

test('conventions are read', async () => {
  const event = onlyEvent(
    await loadValid(
      withEvent(
        `{ kind: domain, name: OrderConfirmed, version: 2, key: $message.payload#/orderId, aggregate: Order, type: com.shop.order.confirmed.v2, source: /orders, subject: $message.header#/tenant }`,
      ),
    ),
  )
  expect(event).toMatchObject({
    id: 'OrderPlaced',
    name: 'OrderConfirmed',
    kind: 'domain',
    version: 2,
    key: { in: 'payload', path: ['orderId'] },
    aggregate: 'Order',
    type: 'com.shop.order.confirmed.v2',
    source: '/orders',
    subject: { in: 'headers', path: ['tenant'] },
    extensions: {},
  })
})

test('a subject may be fixed text', async () => {
  expect(onlyEvent(await loadValid(withEvent('{ subject: orders }'))).subject).toBe('orders')
})

test('the document gives defaults, which an event replaces', async () => {
  const rest = 'x-events: { kind: domain, source: /shop }'
  expect(onlyEvent(await loadValid(withEvent('{}', rest)))).toMatchObject({ kind: 'domain', source: '/shop' })
  expect(onlyEvent(await loadValid(withEvent('{ kind: integration, source: /own }', rest)))).toMatchObject({
    kind: 'integration',
    source: '/own',
  })
})

test("the document's id is the source where no convention is", async () => {
  expect(onlyEvent(await loadValid(withEvent('{}', 'id: urn:shop:orders'))).source).toBe('urn:shop:orders')
})

const wrong: [convention: string, want: string, mend: RegExp][] = [
  ['{ knid: domain }', 'error unknown-convention asyncapi.yaml:8:26', /^Write "kind" if that was meant\.$/],
  ['{ partition: x }', 'error unknown-convention asyncapi.yaml:8:31', /^Remove it/],
  ['domain', 'error illegal-convention asyncapi.yaml:8:18', /x-event: \{ kind: integration \}/],
  ['{ kind: internal }', 'error illegal-convention asyncapi.yaml:8:26', /kind: domain/],
  ['{ version: 0 }', 'error illegal-convention asyncapi.yaml:8:29', /version: 2/],
  ['{ version: "1" }', 'error illegal-convention asyncapi.yaml:8:29', /version: 2/],
  ['{ version: 1.5 }', 'error illegal-convention asyncapi.yaml:8:29', /version: 2/],
  ['{ key: orderId }', 'error illegal-convention asyncapi.yaml:8:25', /\$message.payload#\/orderId/],
  ['{ key: $message.payload#orderId }', 'error illegal-convention asyncapi.yaml:8:25', /\$message.payload#\/orderId/],
  ['{ key: $message.payload#/id }', 'error key-leads-nowhere asyncapi.yaml:8:25', /Correct the pointer/],
  ['{ key: $message.payload#/lines/0/id }', 'error key-leads-nowhere asyncapi.yaml:8:25', /Correct the pointer/],
  ['{ key: $message.header#/orderId }', 'error key-leads-nowhere asyncapi.yaml:8:25', /Correct the pointer/],
  ['{ subject: $message.payload#/id }', 'error key-leads-nowhere asyncapi.yaml:8:29', /Correct the pointer/],
  ['{ source: "two words" }', 'error illegal-convention asyncapi.yaml:8:28', /source: \/orders/],
  ['{ type: "" }', 'error illegal-convention asyncapi.yaml:8:26', /type: com/],
  ['{ name: 5 }', 'error illegal-convention asyncapi.yaml:8:26', /name: OrderConfirmed/],
]

test.each(wrong)('x-event: %s is one finding with its place and mend', async (convention, want, mend) => {
  const { contract, findings } = await load(withEvent(convention))
  expect(contract).toBeUndefined()
  expect(printFindings(findings)).toEqual([want])
  expect(findings[0]?.mend).toMatch(mend)
})

test('a default for all events that only one event can have is a finding', async () => {
  const { findings } = await load(withEvent('{}', 'x-events: { key: $message.payload#/orderId }'))
  expect(printFindings(findings)).toEqual(['error unknown-convention asyncapi.yaml:11:18'])
})

const versions = (first: string, second: string) =>
  withMessage(
    '$ref: "#/components/messages/V1"',
    `components:\n  messages:\n    V1: { x-event: ${first}, payload: { type: string } }\n    V2: { x-event: ${second}, payload: { type: number } }`,
  )

test('versions share a name and keep ids of their own', async () => {
  const { events } = await loadValid(versions('{ name: Placed, version: 1 }', '{ name: Placed, version: 2 }'))
  expect(events.map(({ id, name, version, type }) => ({ id, name, version, type }))).toEqual([
    { id: 'OrderPlaced', name: 'Placed', version: 1, type: 'OrderPlaced' },
    { id: 'V2', name: 'Placed', version: 2, type: 'V2' },
  ])
})

test.each([
  ['{ name: Placed, version: 1 }', '{ name: Placed, version: 1 }'],
  ['{ name: Placed, version: 1 }', '{ name: Placed }'],
  ['{ name: Placed }', '{ name: Placed }'],
])('messages of one name need versions of their own: %s and %s do not do', async (first, second) => {
  const { contract, findings } = await load(versions(first, second))
  expect(contract).toBeUndefined()
  expect(findings.map(({ rule }) => rule)).toEqual(['duplicate-version'])
})

test('one type with two payloads is a warning', async () => {
  const { contract, findings } = await load(versions('{ type: placed }', '{ type: placed }'))
  expect(contract).toBeDefined()
  expect(printFindings(findings)).toEqual(['warning one-type-two-payloads asyncapi.yaml:11:5'])
})

const schema = JSON.parse(await readFile(new URL('../../conventions.schema.json', import.meta.url), 'utf8'))

test('the JSON Schema for editors knows the same members', () => {
  expect(Object.keys(schema.definitions.event.properties)).toEqual(eventMembers)
  expect(Object.keys(schema.definitions.events.properties)).toEqual(documentMembers)
})

test('the JSON Schema for editors refuses what loading refuses, but for what needs the rest of the document', () => {
  const check = new Ajv({ strict: false }).compile(schema)
  for (const [convention, want] of wrong) {
    expect([convention, check(parse(withEvent(convention)))]).toEqual([convention, want.includes('key-leads-nowhere')])
  }
  expect(
    check(parse(withEvent('{ subject: orders, source: a/b, type: a, version: 1, key: $message.header#/tenant }'))),
  ).toBe(true)
  expect(check(parse(withEvent('{}', 'x-events: { kind: none }')))).toBe(false)
  const two = 'asyncapi: 2.6.0\nchannels: { a: { publish: { message: { oneOf: [{ x-event: { kind: none } }] } } } }'
  expect(check(parse(two))).toBe(false)
})

test.each([
  ['x-lint-ignore: { event-past-tense: it is a command }', true],
  ['x-lint-ignore: { event-past-tense: "" }', false],
  ['x-lint-ignore: event-past-tense', false],
  ['payload: { properties: { email: { type: string, x-personal-data: true } } }', true],
  ['payload: { properties: { email: { type: string, x-personal-data: 1 } } }', false],
  ['payload: { items: { x-lint-ignore: [unbounded-string] } }', false],
])('the JSON Schema for editors knows what lint looks for: %s', (member, isRight) => {
  expect(new Ajv({ strict: false }).compile(schema)(parse(withMessage(member)))).toBe(isRight)
})

test('the table in the docs has a row for each member', async () => {
  const docs = await readFile(new URL('../../../docs/conventions.md', import.meta.url), 'utf8')
  expect([...docs.matchAll(/^\| `(\w+)` *\|/gm)].map(([, member]) => member)).toEqual(eventMembers)
})

test('the example in the docs is valid', async () => {
  const docs = await readFile(new URL('../../../docs/conventions.md', import.meta.url), 'utf8')
  const [, document = ''] = /```yaml\n(.*?)```/su.exec(docs) ?? []
  expect(onlyEvent(await loadValid(document)).type).toBe('com.mariopizzeria.order.confirmed.v1')
})
