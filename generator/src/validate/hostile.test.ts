import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { loadContract } from '@tidings/contract'
import { beforeAll, expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { orders, placed } from '../fixtures/orders.js'
import { sizeLimit } from './intake.js'
import { validateFiles } from './validate-events.js'

let loaded: Parameters<typeof validateFiles>[1]

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-orders-'))
  writeFileSync(join(folder, 'asyncapi.yaml'), orders)
  const { contract, places } = await loadContract(join(folder, 'asyncapi.yaml'))
  rmSync(folder, { recursive: true })
  if (contract === undefined || places === undefined) throw new Error('the contract is wrong')
  loaded = { contract, places }
})

const line = (change: object = {}): string => `${JSON.stringify({ ...placed, ...change })}\n`
const mebibyte = 'a'.repeat(1024 * 1024)

/** `rule line: message` of each finding, and how many events there were. */
async function judge(pieces: Iterable<string | Uint8Array>, options: Parameters<typeof validateFiles>[2] = {}) {
  const buffers = function* () {
    for (const piece of pieces) yield Buffer.from(piece)
  }
  const { findings, events, invalid } = await validateFiles(['-'], loaded, {
    ...options,
    stdin: Readable.from(buffers(), { highWaterMark: 1 }),
  })
  return { told: findings.map(({ rule, message, place }) => `${rule} ${place?.line}: ${message}`), events, invalid }
}

function* repeated(piece: string, times: number): Generator<string> {
  for (let time = 0; time < times; time++) yield piece
}

test('a line of 100 MiB is told once, and the next is judged', async () => {
  const pieces = function* () {
    yield line()
    yield '{"specversion":"1.0","id":"'
    yield* repeated(mebibyte, 100)
    yield `"}\n${line({ id: 7 })}`
  }
  expect(await judge(pieces())).toEqual({
    told: [
      'too-large 2: the event has more than 16 MiB; expected less',
      'invalid-cloud-event 3: OrderPlaced: /id: Invalid type: expected string but received number',
    ],
    events: 3,
    invalid: 2,
  })
})

test('an item of 100 MiB is told once, and the next is judged', async () => {
  const pieces = function* () {
    yield '[{"id":"'
    yield* repeated(mebibyte, 100)
    yield `"},\n${line({ id: 7 })}]`
  }
  const { told } = await judge(pieces(), { input: 'json' })
  expect(told).toEqual([
    'too-large 1: the event has more than 16 MiB; expected less',
    'invalid-cloud-event 2: OrderPlaced: /id: Invalid type: expected string but received number',
  ])
})

test('an array that is larger than memory may hold is judged item by item', async () => {
  const before = process.memoryUsage().rss
  let most = 0
  const items = function* () {
    yield '['
    for (let block = 0; block < 100; block++) {
      most = Math.max(most, process.memoryUsage().rss)
      yield `${line().repeat(4000).replaceAll('\n', ',\n')}`
    }
    yield `${line()}]`
  }
  expect(await judge(items())).toEqual({ told: [], events: 400_001, invalid: 0 })
  expect((most - before) / 1024 / 1024).toBeLessThan(150)
})

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const withData = (json: string) => line({ data: 0 }).replace('"data":0', `"data":${json}`)

test('what is nested too deep is told of, however deep', async () => {
  const { told } = await judge(
    [
      withData(`{"orderId":"17","quantity":1,"gift":${deep(1_000_000)}}`),
      `${deep(1_000_000)}\n`,
      `${'['.repeat(1_000_000)}\n`,
      `{"a":`.repeat(1_000_000),
    ],
    { input: 'ndjson' },
  )
  expect(told).toEqual([
    'too-deep 1: OrderPlaced e-1: /data: the data is nested more than 500 levels deep; expected less',
    expect.stringMatching(/^unknown-event 2: .* the data is nested more than 500 levels deep; expected less$/),
    'not-json 3: the text ends; expected "]"',
    'not-json 4: the text ends; expected "}"',
  ])
})

test('an attribute that is nested too deep is told of', async () => {
  const { told } = await judge([line({ extra: 0 }).replace('"extra":0', `"extra":${deep(1_000_000)}`)])
  expect(told).toEqual([
    'invalid-cloud-event 1: OrderPlaced e-1: /extra: Invalid type: expected string, integer, boolean or bytes but received array',
  ])
})

test.each(['9007199254740993', '-9007199254740993', '1e20', '1e400', '123456789012345678901234567890'])(
  'the number %s, which JavaScript cannot hold, is told of as it stands there',
  async (number) => {
    const { told } = await judge([withData(`{"orderId":"17","quantity":${number}}`)])
    expect(told).toEqual([
      `unsafe-integer 1: OrderPlaced e-1: /data/quantity: the number ${number} is not the same in JavaScript; expected integers within ±(2^53 - 1)`,
    ])
  },
)

test('a number with an exponent that is no exact integer is a number like others', async () => {
  const contract = withData('{"orderId":"17","reason":"late","weight":1e300}').replace('OrderPlaced', 'OrderCancelled')
  expect((await judge([contract])).told).toEqual([])
})

test('a member __proto__ is a member like others', async () => {
  const { told } = await judge([
    withData('{"orderId":"17","quantity":1,"__proto__":{"quantity":0}}'),
    line({ data: placed.data }).replace('{', '{"__proto__":{"type":"Other"},'),
  ])
  expect(told).toEqual([
    'invalid-event 1: OrderPlaced e-1: /data/__proto__: Undeclared property: expected no "__proto__" but received an object',
    'invalid-cloud-event 2: OrderPlaced e-1: /__proto__: Invalid name: expected an attribute of lower-case letters and digits',
  ])
})

test('of two members of one name the later counts', async () => {
  const { told } = await judge([withData('{"orderId":"17","quantity":1,"quantity":0}')])
  expect(told).toEqual([
    'invalid-event 1: OrderPlaced e-1: /data/quantity: Invalid value: expected >= 1 but received 0',
  ])
})

test('bytes that are no UTF-8 are told with their place, and the next line is judged', async () => {
  const broken = Buffer.from(line({ id: 'é?' }))
  broken[broken.indexOf('?')] = 0xff
  expect((await judge([line(), broken, line({ id: 7 })])).told).toEqual([
    'not-utf8 2: the byte 0xff at offset 29 of the text is no UTF-8; expected UTF-8',
    'invalid-cloud-event 3: OrderPlaced: /id: Invalid type: expected string but received number',
  ])
})

test('a character that stands for others is no fault by itself', async () => {
  expect((await judge([line({ id: '\ufffd' })])).told).toEqual([])
})

test('UTF-16 is told once', async () => {
  expect((await judge([Buffer.from(`\ufeff${line()}`, 'utf16le')])).told).toEqual([
    'not-utf8 1: the file is UTF-16; expected UTF-8',
  ])
})

test('a byte-order mark is told of, and harms nothing', async () => {
  expect(await judge([`\ufeff${line()}`])).toEqual({
    told: ['byte-order-mark 1: the file begins with a byte-order mark; expected JSON from the first byte'],
    events: 1,
    invalid: 0,
  })
})

test('empty lines are told once, and at the end not at all', async () => {
  expect((await judge([`${line()}\n\n${line()}\n${line()}\n\n`])).told).toEqual([
    'blank-line 2: the line is empty; expected an event on each line',
  ])
})

test.each([
  ['', 'nothing'],
  ['\n \n', 'blanks'],
  ['[]', 'an empty array'],
])('%j is no event', async (text) => {
  expect(await judge([text])).toEqual({
    told: ['no-events 1: there is no event here; expected some'],
    events: 0,
    invalid: 0,
  })
})

const packed = gzipSync(line().repeat(1000))

test('gzip that is cut off is told of, and what came before is judged', async () => {
  const whole = gzipSync(Array.from({ length: 20_000 }, (_, id) => line({ id: `e-${id * 7919}` })).join(''))
  const { told, events } = await judge([whole.subarray(0, whole.length - 5000)])
  expect(told).toEqual(['broken-gzip 1: the gzip file ends too soon; expected the rest of it'])
  expect(events).toBeGreaterThan(10_000)
})

test('gzip that is damaged is told of', async () => {
  const damaged = Buffer.from(packed)
  damaged.fill(0x55, 20, 60)
  expect((await judge([damaged])).told.at(-1)).toMatch(/^broken-gzip 1: the gzip file is damaged \(.*\); expected one/)
})

test('gzip that unpacks to absurdly much is given up', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20), { level: 9 })
  expect((await judge([bomb])).told).toEqual([
    'broken-gzip 1: the file unpacks to more than 500 times its size; expected recorded events',
  ])
})

test('a thousand illegal attributes are told twenty times', async () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`no-${at}`, 'x']))
  expect((await judge([line(many)])).told).toHaveLength(20)
})

test.each([
  ['POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n{}', 'the body has 2 bytes; expected 5, as Content-Length says'],
  ['POST / HTTP/1.1\r\nContent-Length: 1e9\r\n\r\n{}', 'Content-Length is "1e9"; expected a number'],
  ['POST / HTTP/1.1\r\nno header\r\n\r\n{}', 'the line "no header" is no header; expected "name: value"'],
  [
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}',
    'a chunk of the body is not all there; expected as many bytes as its size says',
  ],
])('of %j is told what is wrong', async (text, message) => {
  expect((await judge([text])).told).toEqual([`not-http 1: ${message}`])
})

test('a body that says it is too large is not waited for', async () => {
  const { told } = await judge([`POST / HTTP/1.1\r\nContent-Length: ${sizeLimit + 1}\r\n\r\n`])
  expect(told).toEqual(['too-large 1: the event has more than 16 MiB; expected less'])
})

test('a body without end is given up, and costs no more in small pieces', async () => {
  const { told } = await judge(['POST / HTTP/1.1\r\n\r\n', ...repeated(' '.repeat(256), (sizeLimit / 256) * 1.1)])
  expect(told).toEqual(['too-large 1: the event has more than 16 MiB; expected less'])
})

test('a head without end is given up', async () => {
  const { told } = await judge(['POST / HTTP/1.1\r\n', ...repeated('x-header: 1\r\n', 100_000)])
  expect(told).toEqual(['not-http 1: no empty line ends the headers; expected one'])
})

test.each([
  ['[1 2]', 'an event follows another; expected "," or "]" between them'],
  [`[${line()}${line()}]`, 'an event follows another; expected "," or "]" between them'],
  [`[${line()},]`, '"]" follows a comma; expected an event'],
  [`${line()}]`, '"]"'],
  [`[${line()}`, 'the text ends inside the array that begins here; expected "]"'],
  [`[${line().slice(0, -3)}`, 'the text ends inside the event that begins here; expected its end'],
  ['<events/>', '"<" stands here; expected a JSON value'],
])('%j is told where it ceases to be JSON, and once', async (text, message) => {
  const { told } = await judge([text], { input: 'json', event: 'OrderPlaced' })
  expect(told.filter((each) => each.startsWith('not-json'))).toEqual([expect.stringContaining(message)])
})

test('findings of a hostile recording are bounded, and counted', async () => {
  const { told, events, invalid } = await judge(repeated(line({ id: 7 }).repeat(1000), 50), { maxFindings: 3 })
  expect(told).toHaveLength(4)
  expect(told[3]).toContain('49997 errors more')
  expect({ events, invalid }).toEqual({ events: 50_000, invalid: 50_000 })
})

test('a recording in a file is read as one on standard input', async () => {
  const folder = folderWith({})
  writeFileSync(join(folder, 'a.ndjson'), line() + line({ id: 7 }))
  const { findings } = await validateFiles([join(folder, 'a.ndjson')], loaded)
  expect(findings.map(({ place }) => place?.line)).toEqual([2])
})
