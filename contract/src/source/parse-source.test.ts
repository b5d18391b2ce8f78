import { expect, test } from 'vitest'
import { load, printFindings, withMessage } from '../fixtures/documents.js'
import { loadContract } from '../load-contract.js'

const valid = withMessage('payload: { type: object }')

test('a byte-order mark and Windows line ends change nothing', async () => {
  const plain = await load(valid)
  const { contract, findings } = await load(`\ufeff${valid.replaceAll('\n', '\r\n')}`)
  expect(findings).toEqual([])
  expect(contract).toEqual(plain.contract)
})

test('JSON is read like YAML, tabs and escapes included', async () => {
  const json = JSON.stringify(
    { asyncapi: '3.0.0', info: { title: 'Caf\u00e9', version: '1' }, channels: {} },
    undefined,
    '\t',
  ).replace('\u00e9', '\\u00e9')
  const { contract } = await load(json)
  expect(contract?.title).toBe('Café')
})

test('JSON in YAML is read where it stands further left than it should, and its places are those of the file', async () => {
  const document = (type: string) => `${withMessage('payload: { $ref: "#/components/schemas/Order" }')}components:
  schemas:
      Order: {
  "type": "object", # as { exported
  "properties": {
    "it's": { "type": "${type}" }, "list": {"enum": ["}", "a"]
}
}
}
      Line: {
"type": "string" }
`
  const { contract } = await load(document('string'))
  expect(contract?.schemas.map(({ schema }) => schema)).toEqual([
    { type: 'object', properties: { "it's": { type: 'string' }, list: { enum: ['}', 'a'] } } },
  ])
  const { findings } = await load(document('text'))
  expect(printFindings(findings)).toEqual(['error asyncapi-document-resolved asyncapi.yaml:14:23'])
})

const broken: [name: string, given: string, want: string[]][] = [
  ['a syntax error, once', 'asyncapi: 3.0.0\ninfo: {title: a\nchannels: [\n', ['error syntax asyncapi.yaml:3:1']],
  ['a second document', 'asyncapi: 3.0.0\n---\na: 1\n', ['error syntax asyncapi.yaml:2:1']],
  [
    'a key that stands twice',
    '{"asyncapi":"3.0.0","info":{},\n "asyncapi":"3.0.0"}',
    ['error duplicate-key asyncapi.yaml:2:2'],
  ],
  ['a number that JSON lacks', 'asyncapi: 3.0.0\nx-a: .nan\n', ['error no-json-value asyncapi.yaml:2:6']],
  ['a key that is a map', 'asyncapi: 3.0.0\n? {a: 1}\n: 2\n', ['error no-json-value asyncapi.yaml:2:3']],
  ['an alias inside its own anchor', 'asyncapi: 3.0.0\nx-a: &a\n  b: *a\n', ['error alias-cycle asyncapi.yaml:3:6']],
  ['aliases that unfold without end', bomb(), ['error too-large asyncapi.yaml:1:1']],
  ['levels without end', `{"asyncapi":"3.0.0","x-a":${deep(600)}}`, ['error too-deep asyncapi.yaml:1:1']],
  [
    'more levels than any stack has',
    `{"asyncapi":"3.0.0","x-a":${deep(20_000)}}`,
    ['error too-deep asyncapi.yaml:1:1'],
  ],
]

test.each(broken)('%s is one finding with its place', async (_, given, want) => {
  const { contract, findings } = await load(given)
  expect(printFindings(findings)).toEqual(want)
  expect(contract).toBeUndefined()
})

test('bytes that are no UTF-8 are one finding', async () => {
  const fileAccess = { readFile: async () => Uint8Array.of(0xff, 0xfe, 0x61), realpath: async (path: string) => path }
  const { findings } = await loadContract('/project/asyncapi.yaml', { root: '/project', fileAccess })
  expect(printFindings(findings)).toEqual(['error syntax asyncapi.yaml:1:1'])
})

test('anchors, aliases and merge keys are read', async () => {
  const { contract } = await load(`
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
x-money: &money { type: string, pattern: '^[0-9]+$' }
channels:
  orders:
    address: orders
    messages:
      OrderPlaced:
        payload:
          type: object
          properties:
            total: *money
            refund: { <<: *money, description: What goes back. }
`)
  expect(contract?.events[0]?.payload).toEqual({
    type: 'object',
    properties: {
      total: { type: 'string', pattern: '^[0-9]+$' },
      refund: { type: 'string', pattern: '^[0-9]+$', description: 'What goes back.' },
    },
  })
})

function deep(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

function bomb(): string {
  const lines = ['asyncapi: 3.0.0', 'x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]']
  for (let i = 1; i < 12; i++) lines.push(`x-${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}]`)
  return lines.join('\n')
}
