import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { load, printFindings } from './fixtures/documents.js'
import { loadContract } from './index.js'

const file = fileURLToPath(new URL('fixtures/hostile/asyncapi.yaml', import.meta.url))
const text = readFileSync(file, 'utf8')

test('names and texts of any kind reach the model as they are', async () => {
  const { contract, findings } = await loadContract(file)
  expect(printFindings(findings)).toEqual([])
  if (contract === undefined) throw new Error('no contract')
  expect(contract.title).toBe(parse(text).info.title)
  expect(contract.events.map(({ id }) => id)).toEqual([
    '1 2-3',
    'OrderPlaced',
    'class',
    'constructor',
    'order.placed',
    'order_placed',
    '注文',
    '💥',
  ])
  expect(contract.schemas.map(({ name }) => name)).toEqual(
    [
      '__proto__',
      'Array',
      'Branch',
      'Object',
      'OrderLine',
      'Record',
      'String',
      'Tree',
      'order.line',
      'order_line',
      'valueOf',
      '~c%',
      '注文',
    ].sort(),
  )
  expect(contract.channels[0]?.parameters).toEqual([
    { name: '__proto__', description: '*/ `$' + '{1}`', location: { in: 'payload', path: ['__proto__'] } },
    { name: 'toString', enum: ["'", '"', '`$' + '{1}`', '\\', '\u2028', '*/'], default: "'" },
  ])
  const schema = contract.schemas.find(({ name }) => name === '__proto__')?.schema
  expect(typeof schema === 'object' && Object.keys(schema.properties ?? {})).toEqual(
    // a name that is a whole number comes first in any JavaScript object
    [
      '1',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
      'then',
      '$ref',
      "it's",
      'a-b',
      'a b',
      '',
      '`$' + '{1}`',
      '*/',
      '\u2028',
      'class',
      'readonly',
    ],
  )
  expect(JSON.parse(JSON.stringify(contract))).toEqual(contract)
})

/** Things that stand where they should not. */
const strange = fc.constantFrom<unknown>(
  null,
  true,
  0,
  '',
  'text',
  [],
  {},
  [null],
  { a: null },
  [[[]]],
  { $ref: '#' },
  { $ref: '' },
  { $ref: '#/info' },
  { $ref: '#/channels' },
  { $ref: '#/components/schemas' },
  { oneOf: [{ $ref: '#' }] },
  { allOf: [] },
  '$message.payload#/x',
  JSON.parse('{ "__proto__": 1 }'),
)
const members = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '$ref',
  'x-event',
  'traits',
  'oneOf',
  'payload',
  'headers',
)

test('whatever is done to a document, it ends with a contract or with errors that have a place and a mend', async () => {
  const change = fc.record({
    at: fc.nat(),
    value: strange,
    how: fc.constantFrom('replace', 'remove', 'add'),
    member: members,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
      const document = parse(text)
      for (const { at, value, how, member } of changes) {
        const places = placesIn(document)
        const [holder, key] = places[at % places.length] ?? [document, 'info']
        if (how === 'remove') Reflect.deleteProperty(holder, key)
        else
          Object.defineProperty(holder, how === 'add' ? member : key, { value, enumerable: true, configurable: true })
      }
      const schemas = readFileSync(fileURLToPath(new URL('fixtures/hostile/schemas.yaml', import.meta.url)), 'utf8')
      const { contract, findings } = await load(JSON.stringify(document), { 'schemas.yaml': schemas })
      expect(findings.some(({ severity }) => severity === 'error')).toBe(contract === undefined)
      for (const { place, mend, message } of findings) {
        expect(place?.line).toBeGreaterThan(0)
        expect(mend).not.toBe('')
        expect(`${message}${mend}`).not.toMatch(/undefined|\[object|\n/)
      }
      if (contract !== undefined) expect(JSON.parse(JSON.stringify(contract))).toEqual(contract)
    }),
    { numRuns: 25, seed: 20261123 },
  )
}, 120_000)

function placesIn(value: unknown): [holder: object, key: string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as [object, string], ...placesIn(inner)])
}
