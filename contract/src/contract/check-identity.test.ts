import { expect, test } from 'vitest'
import { load, printFindings } from '../fixtures/documents.js'

const table: [given: string, want: { rule: string; message: RegExp; mend: RegExp }][] = [
  ['', { rule: 'empty-document', message: /is empty/, mend: /Begin with/ }],
  ['# nothing yet\n', { rule: 'empty-document', message: /is empty/, mend: /Begin with/ }],
  ['{}', { rule: 'empty-document', message: /is empty/, mend: /Begin with/ }],
  ['[]', { rule: 'not-asyncapi', message: /is a list/, mend: /Give the file/ }],
  ['openapi: 3.1.0', { rule: 'not-asyncapi', message: /is an OpenAPI document/, mend: /Give the file/ }],
  ['$schema: x', { rule: 'not-asyncapi', message: /is a JSON Schema/, mend: /Give the file/ }],
  ['title: x', { rule: 'not-asyncapi', message: /a map without "asyncapi"/, mend: /Give the file/ }],
  ['just text', { rule: 'not-asyncapi', message: /expected an AsyncAPI document/, mend: /Give the file/ }],
  [
    'asyncapi: 3.0',
    { rule: 'unknown-version', message: /version is 3;/, mend: /^Write it as text: asyncapi: "3.0.0"\.$/ },
  ],
  ['asyncapi: "2.6"', { rule: 'unknown-version', message: /version is "2.6"/, mend: /^Write "asyncapi: 2.6.0"\.$/ }],
  ['asyncapi: 1.2.0', { rule: 'unknown-version', message: /version is "1.2.0"/, mend: /AsyncAPI converter/ }],
  ['asyncapi: { of: us }', { rule: 'unknown-version', message: /version is a map;/, mend: /^Write "asyncapi: 3.0.0"/ }],
  ['asyncapi: 4.0.0', { rule: 'unknown-version', message: /version is "4.0.0"/, mend: /Write "asyncapi: 3.0.0", if/ }],
]

test.each(table)(
  '%j is told apart from an AsyncAPI document, in one finding',
  async (given, { rule, message, mend }) => {
    const { contract, findings } = await load(given)
    expect(contract).toBeUndefined()
    expect(findings.map((finding) => finding.rule)).toEqual([rule])
    expect(findings[0]?.message).toMatch(message)
    expect(findings[0]?.mend).toMatch(mend)
    expect(printFindings(findings)[0]).toMatch(/asyncapi\.yaml:1:\d+$/)
  },
)
