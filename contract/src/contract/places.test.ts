import { expect, test } from 'vitest'
import type { Place } from '../finding/finding.js'
import { load, onlyEvent, withMessage } from '../fixtures/documents.js'

const document = withMessage(
  'payload: { $ref: "#/components/schemas/Order" }',
  `components:
  schemas:
    Order:
      type: object
      properties:
        total: { type: number }
        id: { $ref: 'ids.yaml#/Id' }
`,
)

test('a schema knows its place, and that of what stands inside it', async () => {
  const { contract, places } = await load(document, { 'ids.yaml': 'Id:\n  type: string\n' })
  const order = contract?.schemas.find(({ name }) => name === 'Order')?.schema
  const id = contract?.schemas.find(({ name }) => name === 'Id')?.schema
  if (typeof order !== 'object' || typeof id !== 'object') throw new Error('no schemas')

  expect(nameOf(places?.ofSchema(order))).toBe('asyncapi.yaml #/components/schemas/Order')
  expect(nameOf(places?.ofSchema(order, 'properties', 'total'))).toBe(
    'asyncapi.yaml #/components/schemas/Order/properties/total',
  )
  expect(nameOf(places?.ofSchema(order.properties?.['total'] ?? true, 'type'))).toBe(
    'asyncapi.yaml #/components/schemas/Order/properties/total/type',
  )
  expect(nameOf(places?.ofSchema(order.properties?.['id'] ?? true))).toBe(
    'asyncapi.yaml #/components/schemas/Order/properties/id',
  )
  expect(nameOf(places?.ofSchema(id))).toBe('ids.yaml #/Id')
  expect(places?.ofSchema(id)).toMatchObject({ line: 1, column: 1 })
  expect(places?.ofSchema({ type: 'string' })).toBeUndefined()
})

test('what stands inside something of the model has a place of its own', async () => {
  const { contract, places } = await load(document, { 'ids.yaml': 'Id: { type: string }' })
  if (contract === undefined || places === undefined) throw new Error('no contract')
  const { origin } = onlyEvent(contract)
  const [whole, payload] = [places.ofOrigin(origin), places.ofOrigin(origin, 'payload')]
  expect(payload).toMatchObject({ pointer: `${origin.pointer}/payload` })
  expect(payload.line).toBeGreaterThanOrEqual(whole.line)
  expect(places.ofOrigin(origin, 'nowhere', 'at all')).toMatchObject({ line: whole.line })
})

test('files tell what they hold, and whether they are of the project', async () => {
  const { sources, places } = await load(document, { 'ids.yaml': 'Id: { type: string }' })

  expect(sources?.map(({ path, isOwn }) => [path, isOwn])).toEqual([
    ['/project/asyncapi.yaml', true],
    ['/project/ids.yaml', true],
  ])
  expect(sources?.[1]?.value).toEqual({ Id: { type: 'string' } })
  expect(places?.inFile('/project/ids.yaml', '/Id/type')).toEqual({
    file: '/project/ids.yaml',
    line: 1,
    column: 13,
    pointer: '/Id/type',
  })
})

const nameOf = (place: Place | undefined) => place && `${place.file.split('/').at(-1)} #${place.pointer}`
