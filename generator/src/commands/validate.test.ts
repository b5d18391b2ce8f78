import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { orders, placed } from '../fixtures/orders.js'
import { runTidings } from '../fixtures/run-tidings.js'

const line = (change: object = {}): string => `${JSON.stringify({ ...placed, ...change })}\n`
const wrong = line({ id: 'e-2', data: { orderId: '18', quantity: 'two' } })
const isWrong =
  'error invalid-event: OrderPlaced e-2: /data/quantity: Invalid type: expected integer but received "two"'

/** Runs `tidings validate` with the contract of the orders and these files. */
async function validate(files: Readonly<Record<string, string | Uint8Array>>, ...args: string[]) {
  const cwd = folderWith({ 'asyncapi.yaml': orders })
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true })
    writeFileSync(join(cwd, name), contents)
  }
  return await runTidings(['validate', ...(args.length > 0 ? args : Object.keys(files))], cwd)
}

/** The first line of each finding. */
const told = (text: string): string[] => text.split('\n').filter((each) => / - (?:error|warning) /.test(each))

test('events that fit their contract are counted, and the status is 0', async () => {
  expect(await validate({ 'a.ndjson': line() + line({ id: 'e-2' }), 'b.json': line() })).toEqual({
    status: 0,
    stdout: '',
    stderr: '3 events in 2 files: all valid.\n',
  })
})

test('one that does not is told with its place, id, pointer, and what was there', async () => {
  const { status, stdout, stderr } = await validate({ 'a.ndjson': line() + wrong })

  expect({ status, stderr }).toEqual({ status: 1, stderr: '2 events in 1 file: 1 not valid.\n' })
  expect(stdout).toBe(`a.ndjson:2:141 - ${isWrong}
  2 | …e":"2026-03-14T18:30:00Z","data":{"orderId":"18","quantity":"two"}}
    |                                                              ^~~~~
  OrderPlaced in the contract: asyncapi.yaml:15:5
  15 |     OrderPlaced:
     |     ^~~~~~~~~~~
  Mend: Correct what produces the event; where the event is right, correct its schema in the contract.

1 error
`)
})

const item = line().trimEnd()
const wrongItem = wrong.trimEnd()
const request = (head: string, body: string, end = '\r\n') =>
  ['POST /events HTTP/1.1', 'Host: example.com', head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(end)
const binary = (id: string, data: string, end?: string) =>
  request(
    `ce-specversion: 1.0${end ?? '\r\n'}ce-id: ${id}${end ?? '\r\n'}ce-source: shop%2Forders${end ?? '\r\n'}ce-type: OrderPlaced${end ?? '\r\n'}Content-Type: application/json`,
    data,
    end,
  )

const forms: Readonly<Record<string, string>> = {
  'an-array': `[${item},${wrongItem}]`,
  'an-array-laid-out': `[\n  ${item},\n\n  ${wrongItem}\n]\n`,
  'an-empty-http-response-first': `HTTP/1.1 202 Accepted\r\n\r\n${request('Content-Type: application/cloudevents+json', wrongItem).replace(/^POST.*/, 'HTTP/1.1 200 OK')}`,
  'events-one-after-the-other': `{\n${item.slice(1)}\n{\n${wrongItem.slice(1)}\n`,
  'http-batch': request('Content-Type: application/cloudevents-batch+json', `[${item},\n${wrongItem}]`),
  'http-binary': `${binary('e-1', '{"orderId":"17","quantity":2}')}\r\n${binary('e-2', '{"orderId":"18","quantity":"two"}')}`,
  'http-binary-lf-no-length': [
    binary('e-1', '{"orderId":"1","quantity":1}', '\n'),
    binary('e-2', '{"orderId":"1","quantity":"two"}', '\n'),
  ]
    .join('\n')
    .replaceAll(/Content-Length.*\n/g, ''),
  'http-parted-by-hashes': `### one\n${request('Content-Type: application/cloudevents+json', item, '\n')}\n\n### two\n${request('Content-Type: application/cloudevents+json', wrongItem, '\n')}\n`,
  'http-structured': request('Content-Type: application/cloudevents+json; charset=utf-8', wrongItem),
  'json-text-sequence': `\u001e${item}\n\u001e${wrong}`,
  ndjson: `${item}\n${wrong}`,
  'ndjson-of-batches': `[${item}]\n[${item},${wrongItem}]\n`,
  'ndjson-with-crlf': `${item}\r\n${wrongItem}`,
  'one-event': wrong,
  'one-event-laid-out': JSON.stringify(JSON.parse(wrong), null, 2),
}

/** Where the fault stands: the only "two" of each file. */
const faults = Object.entries(forms).map(([name, contents]) => {
  const before = contents.slice(0, contents.indexOf('"two"')).split('\n')
  return { name, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
})

test('each form is told by what stands in the file, and the fault found at its place', async () => {
  const { stdout } = await validate(forms)
  expect(told(stdout)).toEqual(
    faults.map(({ name, line, column }) =>
      expect.stringMatching(`^${name}:${line}:${column} - error invalid-event: OrderPlaced e-2: .*/quantity: .*"two"$`),
    ),
  )
})

test('each form is read where it is packed by gzip, whatever the name says', async () => {
  const packed = Object.entries(forms).map(([name, contents]) => [name, gzipSync(contents)])
  const { stdout } = await validate(Object.fromEntries(packed))
  expect(told(stdout)).toEqual(
    faults.map(({ name, line, column }) => expect.stringMatching(`^${name}:${line}:${column} - error invalid-event: `)),
  )
})

test('standard input is read, packed or not', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': orders })
  for (const stdin of [wrong, gzipSync(wrong)]) {
    const { status, stdout } = await runTidings(['validate', '-'], cwd, { stdin })
    expect(status).toBe(1)
    expect(told(stdout)).toEqual([`<stdin>:1:141 - ${isWrong}`])
  }
})

test('a body in chunks is put together', async () => {
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
  const chunked = request('Content-Type: application/cloudevents+json', '').replace(
    'Content-Length: 0',
    'Transfer-Encoding: chunked',
  )
  const { stdout } = await validate({
    a: chunked + chunk(wrongItem.slice(0, 100)) + chunk(wrongItem.slice(100)) + chunk(''),
  })
  expect(told(stdout)).toEqual([`a:6:141 - ${isWrong}`])
})

test('--input says the form where the file does not', async () => {
  const text = `{\n${wrong.slice(1)}`
  expect(
    told((await validate({ a: text }, 'a', '--input', 'ndjson')).stdout).map((each) => each.split(': ')[0]),
  ).toEqual(['a:1:2 - error not-json', 'a:2:14 - error not-json'])
  expect(told((await validate({ a: text }, 'a', '--input', 'json')).stdout)).toHaveLength(1)
})

test('bare data of an event that is named is judged as that', async () => {
  const data = '{"orderId":"17","quantity":2}\n{"orderId":"17","quantity":0}\n'
  const { stdout, stderr } = await validate({ data }, 'data', '--event', 'OrderPlaced')

  expect(told(stdout)).toEqual([
    'data:2:28 - error invalid-event: OrderPlaced: /quantity: Invalid value: expected >= 1 but received 0',
  ])
  expect(stderr).toBe('2 events in 1 file: 1 not valid.\n')
})

test('bare data is of the only event that it fits', async () => {
  const { status, stdout } = await validate(
    { 'a.json': '[{"orderId":"17","quantity":2},{"orderId":"17","reason":"late"}]' },
    'a.json',
    '--summary',
  )
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `event           count  invalid  first seen  last seen
OrderCancelled      1        0  -           -
OrderPlaced         1        0  -           -
`,
  })
})

test('bare data that fits several events is told of once, as a warning', async () => {
  const { status, stdout } = await validate({ data: '{"orderId":"17","sku":"s-1","reason":"late"}\n'.repeat(3) })
  expect(told(stdout)).toEqual([
    'data:1:1 - warning several-events: the data fits several events, OrderCancelled, StockCounted; expected one that it fits alone; so it is 2 more times',
  ])
  expect(status).toBe(0)
})

test('bare data that fits none is told which is nearest', async () => {
  expect(told((await validate({ data: '{"orderId":"17","quantity":0.5}' })).stdout)).toEqual([
    'data:1:28 - error unknown-event: the data fits none of OrderCancelled, OrderPlaced, StockCounted; it comes nearest to OrderPlaced, but for /quantity: Invalid type: expected integer but received 0.5',
  ])
})

test('--channel narrows what bare data may be, by id or address', async () => {
  for (const channel of ['stock', 'shop/stock']) {
    const { stdout } = await validate({ data: '{"sku":7}' }, 'data', '--channel', channel)
    expect(told(stdout)).toEqual([
      'data:1:8 - error invalid-event: StockCounted: /sku: Invalid type: expected string but received 7',
    ])
  }
})

test('--channel takes an address with its parameters filled in', async () => {
  const contract = orders.replace('address: shop/stock', 'address: shop/{shelf}/stock\n    parameters: { shelf: {} }')
  const { stdout } = await validate(
    { data: '{"sku":7}', 'asyncapi.yaml': contract },
    'data',
    '--channel',
    'shop/top/stock',
  )

  expect(told(stdout)).toEqual([
    'data:1:8 - error invalid-event: StockCounted: /sku: Invalid type: expected string but received 7',
  ])
})

test('an event that is not on the channel is told of', async () => {
  expect(told((await validate({ a: line() }, 'a', '--channel', 'stock')).stdout)).toEqual([
    'a:1:63 - error unexpected-event-type: event e-1: /type: the type is "OrderPlaced"; expected com.shop.stock.counted.v1',
  ])
})

test('a type that the contract does not know is told with the one that was meant', async () => {
  expect(told((await validate({ a: line({ type: 'OrderPlacd' }) })).stdout)).toEqual([
    'a:1:63 - error unknown-event-type: event e-1: /type: the contract has no event of type "OrderPlacd"; did you mean "OrderPlaced"?',
  ])
})

test('each attribute that is not as CloudEvents asks for is told of', async () => {
  const { stdout } = await validate({
    a: line({ source: undefined, time: 'noon', correlationId: 'c', specversion: '0.3' }),
  })
  expect(told(stdout)).toEqual([
    'a:1:1 - error invalid-cloud-event: OrderPlaced e-1: /source: Missing attribute: expected "source" but received nothing',
    'a:1:16 - error invalid-cloud-event: OrderPlaced e-1: /specversion: Invalid specversion: expected "1.0" but received "0.3"',
    expect.stringContaining('error invalid-cloud-event: OrderPlaced e-1: /time: Invalid time: expected an RFC 3339'),
    expect.stringContaining('error invalid-cloud-event: OrderPlaced e-1: /correlationId: Invalid name'),
  ])
})

test('headers of its own are judged where a structured event carries them', async () => {
  const counted = { ...placed, type: 'com.shop.stock.counted.v1', data: { sku: 's-1' } }
  const withHeaders = (headers: unknown) =>
    `${JSON.stringify({ ...counted, messageheaders: JSON.stringify(headers) })}\n`
  const { stdout } = await validate({
    a: withHeaders({ Tenant: 't' }) + withHeaders({ Tenant: 5 }) + JSON.stringify(counted),
  })
  expect(told(stdout)).toEqual([
    expect.stringMatching(
      /^a:2:\d+ - error invalid-event: StockCounted e-1: \/messageheaders: headers \/Tenant: Invalid type: expected string but received 5$/,
    ),
    'a:3:1 - error invalid-event: StockCounted e-1: /messageheaders: headers /Tenant: Missing property: expected "Tenant" but received nothing',
  ])
})

test('headers of its own are judged where HTTP carries them under their names', async () => {
  const counted = (header: string) =>
    binary('e-2', '{"sku":"s-1"}').replace('OrderPlaced', 'com.shop.stock.counted.v1').replace('Host', header)
  const { stdout } = await validate({ a: `${counted('tenant: t\r\nHost')}\r\n${counted('Host')}` })
  expect(told(stdout)).toEqual([
    'a:12:1 - error invalid-event: StockCounted e-2: headers /Tenant: Missing property: expected "Tenant" but received nothing',
  ])
})

test('data in base64 is judged, and data of another media type refused', async () => {
  const { data, ...context } = placed
  const encoded = (json: string, more = {}) =>
    `${JSON.stringify({ ...context, ...more, data_base64: Buffer.from(json).toString('base64') })}\n`
  const { stdout } = await validate({
    a:
      encoded('{"orderId":"17","quantity":2}') +
      encoded('{"orderId":"17"}') +
      encoded('x', { datacontenttype: 'text/plain' }) +
      encoded('{'),
  })
  expect(told(stdout)).toEqual([
    'a:2:1 - error invalid-event: OrderPlaced e-1: /data/quantity: Missing property: expected "quantity" but received nothing',
    'a:3:125 - error wrong-content-type: OrderPlaced e-1: /datacontenttype: the data is said to be text/plain; expected application/json',
    expect.stringContaining('a:4:1 - error invalid-event: OrderPlaced e-1: /data: The data is no JSON'),
  ])
})

test('--tolerant lets undeclared properties of a newer producer pass, and nothing else', async () => {
  const files = {
    a:
      line({ data: { orderId: '17', quantity: 2, gift: true } }) +
      line({ data: { orderId: 17, quantity: 2, gift: true } }),
  }
  expect(told((await validate(files)).stdout)).toHaveLength(2)
  expect(told((await validate(files, 'a', '--tolerant')).stdout)).toEqual([expect.stringContaining('/data/orderId: ')])
})

test('--max-findings shows so many, and what is left out still counts', async () => {
  const { status, stdout, stderr } = await validate({ a: wrong.repeat(5) }, 'a', '--max-findings', '2')
  expect(told(stdout)).toHaveLength(2)
  expect(stdout).toContain('error findings-left-out: 3 errors more than --max-findings shows; expected at most 2')
  expect({ status, stderr }).toEqual({ status: 1, stderr: '5 events in 1 file: 5 not valid.\n' })
})

test('--max-findings 0 says it all by the status', async () => {
  expect((await validate({ a: wrong }, 'a', '--max-findings', '0')).status).toBe(1)
})

test('--summary tells each type by count and time, and leaves standard output to that', async () => {
  const { stdout, stderr } = await validate(
    { a: line({ time: '2026-03-14T19:30:00+02:00' }) + wrong + line({ time: undefined }) + line({ type: 'Unheard' }) },
    'a',
    '--summary',
  )
  expect(stdout).toBe(`event        count  invalid  first seen                 last seen
OrderPlaced      3        1  2026-03-14T19:30:00+02:00  2026-03-14T18:30:00Z
Unheard          1        1  2026-03-14T18:30:00Z       2026-03-14T18:30:00Z
`)
  expect(told(stderr)).toHaveLength(2)
})

test('--summary with --format json is JSON', async () => {
  const { stdout } = await validate({ a: line() }, 'a', '--summary', '--format', 'json')
  expect(JSON.parse(stdout)).toEqual({
    summary: [
      { event: 'OrderPlaced', count: 1, invalid: 0, first: '2026-03-14T18:30:00Z', last: '2026-03-14T18:30:00Z' },
    ],
  })
})

test('--format json tells the pointer inside the file', async () => {
  const { stdout } = await validate({ 'a.json': `[${item},${wrongItem}]` }, 'a.json', '--format', 'json')
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'validate',
    status: 1,
    findings: [{ rule: 'invalid-event', place: { file: 'a.json', line: 1, column: 286, pointer: '/1/data/quantity' } }],
  })
})

test('globs find files below, each once', async () => {
  const files = { 'logs/a.ndjson': line(), 'logs/deep/b.ndjson': line(), 'logs/c.txt': 'no' }
  expect((await validate(files, 'logs/**/*.ndjson', 'logs/a.ndjson')).stderr).toBe('2 events in 2 files: all valid.\n')
})

test.each([
  [['missing.json'], 'there is no file missing.json; expected recorded events'],
  [['*.ndjson'], '*.ndjson matches no file; expected recorded events'],
  [['.'], ". is a folder; name its files, as in './**/*.ndjson'"],
  [['a', '--event', 'OrderPlacd'], 'the contract has no event "OrderPlacd"; did you mean OrderPlaced?'],
  [['a', '--channel', 'order'], 'the contract has no channel "order"; did you mean orders?'],
  [
    ['a', '--channel', 'stock', '--event', 'OrderPlaced'],
    'the channel stock does not carry OrderPlaced; expected StockCounted',
  ],
  [['a', '--max-findings', 'many'], '--max-findings is "many"; expected a number, 0 or more'],
  [['-'], 'there is no standard input to read; name files'],
  [[], "missing required argument 'file'"],
])('%j is wrong usage', async (args, message) => {
  const cwd = folderWith({ 'asyncapi.yaml': orders, a: line() })
  expect(await runTidings(['validate', ...args], cwd)).toEqual({
    status: 2,
    stdout: '',
    stderr: `tidings: ${message}\n`,
  })
})

test('a contract that is wrong is told of, and nothing is validated', async () => {
  const cwd = folderWith({ 'broken.yaml': 'asyncapi: 9.0.0\n', a: line() })
  const { status, stdout, stderr } = await runTidings(['validate', '--contract', 'broken.yaml', 'a'], cwd)
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'The contract cannot be used.\n' })
  expect(stdout).toContain('error unknown-version')
})

test('progress is shown on a terminal alone, and leaves no trace', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': orders, a: line().repeat(2) })
  const { stderr } = await runTidings(['validate', 'a'], cwd, { isTTY: true, env: { NO_COLOR: '1' } })
  expect(stderr).toBe('\r\u001b[2Ka 100 %, 2 events\r\u001b[2K2 events in 1 file: all valid.\n')
})
