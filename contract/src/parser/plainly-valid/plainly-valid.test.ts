import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { load, printFindings, withMessage, withMessage2 } from '../../fixtures/documents.js'
import { loadContract } from '../../index.js'
import { judge } from '../judge.js'
import { isPlainlyValid } from './plainly-valid.js'

vi.mock(import('./plainly-valid.js'), async (original) => {
  const { isPlainlyValid } = await original()
  return { isPlainlyValid: vi.fn(isPlainlyValid) }
})
vi.mock(import('../judge.js'), async (original) => {
  const { judge } = await original()
  return { judge: vi.fn(judge) }
})

/** What loading finds as it goes about it by itself, and where the parser judges in any case. */
async function bothWays<Found>(find: () => Promise<Found>) {
  vi.mocked(judge).mockClear()
  const quick = await find()
  const wasAsked = vi.mocked(judge).mock.calls.length > 0
  vi.mocked(isPlainlyValid).mockResolvedValueOnce(false)
  return { quick, whole: await find(), wasAsked }
}

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url))
const index = existsSync(`${corpus}README.md`) ? readFileSync(`${corpus}README.md`, 'utf8') : ''
const documents = [...index.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file = '']) => file)

describe.skipIf(index === '')('real documents (skipped where ../shared/corpus is not there)', () => {
  const passed: string[] = []

  test.each(documents)('%s has the same findings whether the parser is asked or not', async (file) => {
    const { quick, whole, wasAsked } = await bothWays(() => loadContract(corpus + file, { root: corpus }))
    expect(quick.findings).toEqual(whole.findings)
    expect(quick.contract).toEqual(whole.contract)
    if (!wasAsked) passed.push(file)
  })

  test('and most need not ask it', () => {
    expect(passed.length).toBeGreaterThan(documents.length * 0.6)
  })
})

const placed = 'name: OrderPlaced\npayload: { type: object }'
const operation =
  'operations: { tell: { action: send, channel: { $ref: "#/channels/orders" }, messages: [{ $ref: "#/channels/orders/messages/OrderPlaced" }] } }'
const recursive =
  'payload: { type: object, properties: { next: { $ref: "#/channels/orders/messages/OrderPlaced/payload" } } }'

const valid: [name: string, document: string][] = [
  ['a message of 3.x', withMessage(placed)],
  ['an operation with its message', withMessage(placed, operation)],
  ['a payload that holds itself', withMessage(recursive)],
  ['a message of 2.x', withMessage2(placed)],
  ['a default that fits', withMessage2('name: A\npayload: { type: integer, default: 5, examples: [1, 2] }')],
]

test.each(valid)('%s need not be shown to the parser, and has no finding there either', async (_, document) => {
  const { quick, whole, wasAsked } = await bothWays(() => load(document))
  expect(wasAsked).toBe(false)
  expect(printFindings(quick.findings)).toEqual([])
  expect(quick).toMatchObject({ contract: whole.contract, findings: whole.findings })
})

const tags = 'tags: [{ name: a }, { name: a }]'
const second = (member: string) => withMessage2(placed).replace('    subscribe:', `    ${member}\n    subscribe:`)
const security = 'components: { securitySchemes: { key: { type: httpApiKey, name: key, in: header } } }'
const server = (members: string) => `servers: { main: { url: "mqtt://{host}.com", protocol: mqtt, ${members} } }`

/** One for each rule of the parser's that finds an error. */
const wrong: [rule: string, document: string][] = [
  ['asyncapi-document-resolved', withMessage('payload: { type: strnig }')],
  ['asyncapi-document-resolved', withMessage2('name: A\nunknown: 5')],
  [
    'asyncapi-document-unresolved',
    withMessage(placed).replace('info: { title: Shop, version: 1.0.0 }', 'info: { $ref: "#/components/x-info" }') +
      'components: { x-info: { title: Shop, version: 1.0.0 } }',
  ],
  ['asyncapi2-schemas', withMessage2('name: A\npayload: { type: strnig }')],
  ['asyncapi2-schema-default', withMessage2('name: A\npayload: { type: integer, default: [] }')],
  ['asyncapi2-schema-examples', withMessage2('name: A\npayload: { type: string, examples: [5] }')],
  [
    'asyncapi2-schema-default',
    withMessage2(placed, 'components: { schemas: { A: { type: integer, default: true } } }'),
  ],
  ['asyncapi2-tags-uniqueness', withMessage2(`${placed}\n${tags}`)],
  ['asyncapi2-server-security', withMessage2(placed, `${server('security: [{ lock: [] }]')}\n${security}`)],
  ['asyncapi2-server-variables', withMessage2(placed, server('variables: { port: { default: "1" } }'))],
  [
    'asyncapi2-operation-security',
    `${withMessage2(placed).replace('      message:', '      security: [{ lock: [] }]\n      message:')}${security}`,
  ],
  [
    'asyncapi2-channel-parameters',
    second('parameters: { id: { schema: { type: string } } }').replace('  orders:', '  orders/{no}:'),
  ],
  ['asyncapi2-channel-servers', second('servers: [gone]')],
  ['asyncapi2-channel-no-query-nor-fragment', withMessage2(placed).replace('  orders:', '  orders?a=b:')],
  ['asyncapi3-channel-no-query-nor-fragment', withMessage(placed).replace('  orders:', '  orders?a:')],
  [
    'asyncapi3-channel-parameters',
    withMessage(placed).replace('    messages:', '    parameters: { id: {} }\n    messages:'),
  ],
  [
    'asyncapi3-operation-messages-from-referred-channel',
    withMessage(
      placed,
      `${operation.replace('#/channels/orders/messages', '#/components/messages')}\ncomponents: { messages: { OrderPlaced: { name: A } } }`,
    ),
  ],
  [
    'asyncapi3-required-operation-channel-unambiguity',
    withMessage(
      placed,
      'operations: { tell: { action: send, channel: { $ref: "#/components/channels/a" } } }\ncomponents: { channels: { a: { address: a } } }',
    ),
  ],
  [
    'asyncapi3-required-channel-servers-unambiguity',
    `${withMessage(placed).replace('    messages:', '    servers: [{ $ref: "#/components/servers/a" }]\n    messages:')}components: { servers: { a: { host: a, protocol: mqtt } } }`,
  ],
]

test.each(wrong)('what breaks %s is left to the parser', async (rule, document) => {
  const { quick, whole } = await bothWays(() => load(document))
  const [diagnostics] = vi.mocked(judge).mock.settledResults.flatMap(({ value }) => [value])
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: rule }))
  expect(quick.findings).toEqual(whole.findings)
})

test('each rule of the parser that finds errors is among those, or is one that we look for ourselves', () => {
  const require = createRequire(import.meta.url)
  const { Parser } = require('@asyncapi/parser')
  const rules: Record<string, { readonly severity: number; readonly enabled: boolean }> = new Parser({
    ruleset: { recommended: false },
  }).spectral.ruleset.rules
  const errors = Object.keys(rules).filter((name) => rules[name]?.severity === 0)
  const ours = [
    'asyncapi-is-asyncapi',
    'asyncapi2-message-examples',
    'asyncapi2-message-examples-custom-format',
    'asyncapi2-message-messageId-uniqueness',
    'asyncapi2-operation-operationId-uniqueness',
  ]
  // holds texts alone, as 3.x has none there
  const silent = ['asyncapi3-channel-servers']
  expect(errors.sort()).toEqual([...new Set([...ours, ...silent, ...wrong.map(([rule]) => rule)])].sort())
})
