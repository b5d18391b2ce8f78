import { expect, test } from 'vitest'
import { type Change, editSource } from './edit-source.js'

const format: Change = { pointer: '/at', key: 'format', value: 'date-time', after: 'type' }
const removed: Change = { pointer: '/at', key: 'note', removed: true }

const cases: [name: string, given: string, change: Change, want: string][] = [
  [
    'a member comes behind the one that it belongs to, and comments stay',
    '# top\nat:\n  type: string # text\n  description: when\n',
    format,
    '# top\nat:\n  type: string # text\n  format: date-time\n  description: when\n',
  ],
  ['a map on one line stays on it', 'at: { type: string }\n', format, 'at: { type: string, format: date-time }\n'],
  ['JSON stays JSON', '{"at":{"type":"string"}}', format, '{"at":{"type":"string", "format": "date-time"}}'],
  [
    'JSON keeps its layout',
    '{\n  "at": {\n    "type": "string"\n  }\n}\n',
    format,
    '{\n  "at": {\n    "type": "string",\n    "format": "date-time"\n  }\n}\n',
  ],
  ['line ends stay', 'at:\r\n  type: string\r\n', format, 'at:\r\n  type: string\r\n  format: date-time\r\n'],
  [
    'a file without a last line end gets none',
    'at:\n  type: string',
    format,
    'at:\n  type: string\n  format: date-time',
  ],
  [
    'a member comes first where the one that it belongs to is not there, or takes several lines',
    'at:\n  type:\n    - string\n    - "null"\n',
    format,
    'at:\n  format: date-time\n  type:\n    - string\n    - "null"\n',
  ],
  [
    'an item of a list keeps its dash',
    'list:\n  - type: string\n    title: x\n',
    { pointer: '/list/0', key: 'x-event', value: { version: 2, name: 'Order placed' } },
    'list:\n  - x-event: { version: 2, name: "Order placed" }\n    type: string\n    title: x\n',
  ],
  [
    'a map in JSON is written as JSON',
    '{ "m": { "payload": {} } }',
    { pointer: '/m', key: 'x-event', value: { version: 2 } },
    '{ "m": { "x-event": { "version": 2 }, "payload": {} } }',
  ],
  [
    'a member is taken with all its lines',
    'at:\n  type: string\n  note:\n    a: 1\n    b: 2 # two\n  # about format\n  format: date\n',
    removed,
    'at:\n  type: string\n  # about format\n  format: date\n',
  ],
  ['the last lines can be taken', 'at:\n  type: string\n  note: x', removed, 'at:\n  type: string\n'],
  ['the first of one line is taken with its comma', 'at: { note: x, type: string }', removed, 'at: { type: string }'],
  ['the last of one line is taken with its comma', 'at: { type: string, note: x }', removed, 'at: { type: string }'],
  [
    'JSON is whole after something was taken',
    '{"at": {\n  "type": "string",\n  "note": "x"\n}}',
    removed,
    '{"at": {\n  "type": "string"\n}}',
  ],
  [
    'names with slashes are found',
    'a/b: { type: x }',
    { ...format, pointer: '/a~1b' },
    'a/b: { type: x, format: date-time }',
  ],
]

test.each(cases)('%s', async (_, given, change, want) => {
  expect(await editSource(given, [change])).toEqual({ text: want, made: [change] })
})

test.each([
  ['what an alias repeats', 'one: &t { type: string }\nat: *t\n', format],
  ['what is repeated elsewhere', 'at: &t { type: string }\nother: *t\n', format],
  [
    'what stands inside of what is repeated elsewhere',
    'at: &t { in: { type: string } }\nother: *t\n',
    { ...format, pointer: '/at/in' } satisfies Change,
  ],
  ['a member that is there already', 'at: { type: string, format: date }\n', format],
  ['a map that is not there', 'other: 1\n', format],
  ['an empty map', 'at: {}\n', format],
  ['the only member of a map', 'at:\n  note: x\n', removed],
  ['a member behind a dash', 'at:\n  - note: x\n    type: string\n', { ...removed, pointer: '/at/0' } satisfies Change],
  ['text that cannot be read', 'at: { type: string\n', format],
])('%s is left alone', async (_, given, change) => {
  expect(await editSource(given, [change])).toEqual({ text: given, made: [] })
})

test('several changes are made at once, each where it belongs', async () => {
  const changes: Change[] = [
    { pointer: '/a', key: 'format', value: 'date-time', after: 'type' },
    { pointer: '/b', key: 'note', removed: true },
    { pointer: '/c', key: 'x', value: 1, after: 'z' },
  ]
  expect(await editSource('a: { type: string }\nb:\n  note: x\n  y: 1\nc:\n  z: 1\n', changes)).toEqual({
    text: 'a: { type: string, format: date-time }\nb:\n  y: 1\nc:\n  z: 1\n  x: 1\n',
    made: changes,
  })
})

test('of two changes at one place the second waits', async () => {
  const first: Change = { pointer: '/a', key: 'x', value: 1 }
  const second: Change = { pointer: '/a', key: 'y', value: 2 }
  expect(await editSource('a: { z: 3 }', [first, second])).toEqual({ text: 'a: { x: 1, z: 3 }', made: [first] })
})
