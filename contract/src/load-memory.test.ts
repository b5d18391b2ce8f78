import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { load } from './fixtures/documents.js'
import { createLoadMemory } from './load-memory.js'
import { readJson } from './source/read-json.js'

type Node = { [key: string]: Node } | Node[] | string | number | boolean | null

const version3 = {
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1.0.0' },
  channels: {
    orders: {
      address: 'orders/{id}',
      parameters: { id: {} },
      messages: { Placed: { $ref: '#/components/messages/Placed' }, Sent: { $ref: '#/components/messages/Sent' } },
    },
  },
  operations: { tell: { action: 'send', channel: { $ref: '#/channels/orders' } } },
  components: {
    messages: {
      Placed: { payload: { $ref: '#/components/schemas/Order' }, examples: [{ payload: { id: 'a', at: 'b' } }] },
      Sent: { payload: { type: 'object', properties: { order: { $ref: '#/components/schemas/Order' } } } },
    },
    schemas: {
      Order: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' }, at: { $ref: '#/components/schemas/At' } },
      },
      At: { type: 'string', maxLength: 40 },
    },
  },
}

const version2 = {
  asyncapi: '2.6.0',
  info: { title: 'Shop', version: '1.0.0' },
  channels: {
    orders: { subscribe: { message: { oneOf: [{ $ref: '#/components/messages/Placed' }] } } },
    sent: { subscribe: { message: { name: 'Sent', payload: { type: 'object', tags: [] } } } },
  },
  components: {
    messages: { Placed: { name: 'Placed', payload: { $ref: '#/components/schemas/Order' } } },
    schemas: version3.components.schemas,
  },
}

/** The ways to all that a document holds. */
function waysIn(value: Node, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way]
  return [way, ...Object.entries(value).flatMap(([key, member]) => waysIn(member, [...way, key]))]
}

const changed = (document: Node, way: readonly string[], to: Node | undefined): Node => {
  const copy = structuredClone(document)
  let at = copy as { [key: string]: Node }
  for (const key of way.slice(0, -1)) at = at[key] as { [key: string]: Node }
  const last = way.at(-1)
  if (last === undefined) return copy
  if (to === undefined) delete at[last]
  else at[last] = to
  return copy
}

const findings = async (text: string, memory = createLoadMemory()) => {
  const { contract, findings } = await load(text, {}, { memory })
  return { contract, findings }
}

describe.each([
  ['3.0', version3],
  ['2.6', version2],
])('of %s', (_, document) => {
  test('whatever changes, loading with a memory finds and gives what loading anew does', async () => {
    const ways = waysIn(document).filter((way) => way.length > 0)
    const values = fc.constantFrom<(Node | undefined)[]>(undefined, 'strnig', 5, {}, [], 'string', {
      $ref: '#/nowhere',
    })
    const change = fc.tuple(fc.constantFrom(...ways), values)
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const memory = createLoadMemory()
        for (const [way, to] of [[[], undefined] as const, ...changes, [[], undefined] as const]) {
          const text = JSON.stringify(changed(document, way, to))
          expect(await findings(text, memory)).toEqual(await findings(text))
        }
      }),
      { numRuns: 5 },
    )
  }, 120_000)
})

test('what is referred to is judged anew where it alone has changed', async () => {
  const memory = createLoadMemory()
  expect((await findings(JSON.stringify(version3), memory)).findings).toEqual([])
  const wrong = JSON.stringify(changed(version3, ['components', 'schemas', 'At', 'type'], 'strnig'))
  const { findings: found } = await findings(wrong, memory)
  expect(found).toEqual((await findings(wrong)).findings)
  expect(found.length).toBeGreaterThan(0)
  expect((await findings(JSON.stringify(version3), memory)).findings).toEqual([])
})

test('of JSON, what has not changed stays the same object, and all else does not', () => {
  const read = (text: string, before?: ReturnType<typeof readJson>) => readJson(text, () => {}, before?.value)
  const before = read('{"a":{"x":1,"y":[{}]},"b":{"x":1},"c":{"x":1,"y":2}}')
  const now = read('{"a":{"x":1,"y":[{}]},"b":{"x":2},"c":{"y":2,"x":1}}', before)
  expect(now?.value['a']).toBe(before?.value['a'])
  expect(now?.value['b']).toEqual({ x: 2 })
  expect(Object.keys(Object(now?.value['c']))).toEqual(['y', 'x'])
  expect(read('{"a":{"x":1,"y":[{}]},"b":{"x":2},"c":{"y":2,"x":1}}', now)?.value).toBe(now?.value)
})
