import { expect, test } from 'vitest'
import { load, printFindings, withMessage, withMessage2 } from '../fixtures/documents.js'

const members = `
name: OrderPlaced
payload: { $ref: '#/components/schemas/Order' }
headers: { type: object, properties: { n: { type: integer } } }
examples:
  - { payload: { id: 1b4e28ba-2fa1-11d2-883f-0016d3cca427 } }
  - { payload: { id: none } }
  - { payload: { id: 5 }, headers: { n: x } }
`
const components =
  'components: { schemas: { Order: { type: object, properties: { id: { $ref: "#/components/schemas/Id" } } }, Id: { type: string, format: uuid } } }'

test.each([
  ['3.0', withMessage(members, components)],
  ['2.6', withMessage2(members, components)],
])('in %s an example that does not fit is a warning at that example', async (_, document) => {
  const { contract, findings } = await load(document)
  expect(contract).toBeDefined()
  expect(
    findings.map(({ rule, severity, message, place }) => [
      rule,
      severity,
      message,
      place?.line,
      place?.pointer?.replace(/.*(?=\/examples)/, ''),
    ]),
  ).toEqual([
    [
      'example-mismatch',
      'warning',
      'the example does not fit the payload of event OrderPlaced: /id must match format "uuid"',
      expect.any(Number),
      '/examples/1/payload/id',
    ],
    [
      'example-mismatch',
      'warning',
      'the example does not fit the headers of event OrderPlaced: /n must be integer',
      expect.any(Number),
      '/examples/2/headers/n',
    ],
    [
      'example-mismatch',
      'warning',
      'the example does not fit the payload of event OrderPlaced: /id must be string',
      expect.any(Number),
      '/examples/2/payload/id',
    ],
  ])
})

test('it is an error where that is asked for, and then there is no contract', async () => {
  const { contract, findings } = await load(withMessage(members, components), {}, { examples: 'error' })
  expect(contract).toBeUndefined()
  expect(findings.map(({ severity }) => severity)).toEqual(['error', 'error', 'error'])
})

test('an example of a name from the prototype must hold it itself', async () => {
  const { findings } = await load(
    withMessage('payload: { type: object, required: [valueOf] }\nexamples: [{ payload: {} }]'),
  )
  expect(printFindings(findings)).toEqual(['warning example-mismatch asyncapi.yaml:9:20'])
})

test('a pattern that is legal only in the old dialect of regular expressions is checked all the same', async () => {
  const { findings } = await load(
    withMessage(`payload: { type: string, pattern: '^\\-[a-z]$' }\nexamples: [{ payload: '-a' }, { payload: 'a' }]`),
  )
  expect(printFindings(findings)).toEqual(['warning example-mismatch asyncapi.yaml:9:39'])
})

test('a pattern that is no regular expression is checked by nothing, and breaks nothing', async () => {
  const { contract } = await load(withMessage(`payload: { type: string, pattern: '(' }\nexamples: [{ payload: a }]`))
  expect(contract?.events[0]?.payload).toEqual({ type: 'string', pattern: '(' })
})
