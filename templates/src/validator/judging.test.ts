import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { loadValidator } from './fixtures/load-validators.js'

async function accepts(schema: Schema, values: readonly unknown[], schemas: Record<string, Schema> = {}) {
  const judge = await loadValidator(schema, schemas)
  return values.map((value) => judge(value) === undefined)
}

test("a property counts where it is the value's own", async () => {
  const names = ['constructor', 'valueOf', 'toString', '__proto__', 'hasOwnProperty']
  const required = await loadValidator({ type: 'object', required: names })
  const declared = await loadValidator({
    properties: Object.fromEntries(
      names.filter((name) => name !== '__proto__').map((name) => [name, { type: 'number' }]),
    ),
  })
  const own = JSON.parse(`{${names.map((name) => `"${name}": 1`).join()}}`)

  expect(required({})).toMatchObject([{ pointer: '/constructor' }])
  expect(required(own)).toBeUndefined()
  expect(required({ ...own, constructor: undefined })).toMatchObject([{ pointer: '/constructor' }])
  expect(declared({})).toBeUndefined()
  expect(declared({ valueOf: 'x' })).toMatchObject([{ pointer: '/valueOf' }])
})

test("a property that somebody gave to all objects is nobody's own", async () => {
  const judge = await loadValidator({
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, size: { type: 'number' } },
    additionalProperties: false,
  })
  const pollution = { id: 'x', size: 'x', other: 'x' }
  const judgeAll = () => [{}, { id: 'a' }, { id: 'a', size: 1, other: 2 }].map((value) => judge(value)?.[0]?.pointer)
  for (const [name, value] of Object.entries(pollution)) {
    Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true })
  }
  let pointers: unknown
  try {
    pointers = judgeAll()
  } finally {
    for (const name of Object.keys(pollution)) Reflect.deleteProperty(Object.prototype, name)
  }

  expect(pointers).toEqual(['/id', undefined, '/other'])
})

test('__proto__ is a name like any other, wherever a schema uses one', async () => {
  const schema: Schema = JSON.parse(`{
    "type": "object", "additionalProperties": false, "required": ["__proto__"],
    "properties": { "__proto__": { "type": "object", "properties": { "__proto__": { "const": { "__proto__": 1 } } } } },
    "dependencies": { "__proto__": ["__proto__"] }
  }`)
  const judge = await loadValidator(schema)

  expect(judge(JSON.parse('{"__proto__": {"__proto__": {"__proto__": 1}}}'))).toBeUndefined()
  expect(judge(JSON.parse('{"__proto__": {"__proto__": {"__proto__": 2}}}'))).toMatchObject([
    { pointer: '/__proto__/__proto__', keyword: 'const' },
  ])
  expect(judge({})).toMatchObject([{ pointer: '/__proto__', keyword: 'required' }])
})

test('an integer is a whole number that is exact', async () => {
  const values = [1, 1.0, -0, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 53, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1']

  expect(await accepts({ type: 'integer' }, values)).toEqual([true, true, true, true, true, ...Array(5).fill(false)])
})

test('a number is finite', async () => {
  expect(await accepts({ type: 'number' }, [1e300, Number.NaN, Number.NEGATIVE_INFINITY])).toEqual([true, false, false])
})

test('money with two decimals is a multiple of 0.01', async () => {
  expect(await accepts({ multipleOf: 0.01 }, [19.99, 0.07, 4.35, 1.1, 1e21, 19.999])).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ])
})

test('a default is not applied and nothing is converted or removed', async () => {
  const judge = await loadValidator({ properties: { a: { type: 'number', default: 1 } }, additionalProperties: true })
  const value = { b: '1' }

  expect(judge(value)).toBeUndefined()
  expect(value).toEqual({ b: '1' })
})

test('an enum of thousands and of every kind of value finds each', async () => {
  const members = [...Array.from({ length: 5000 }, (_, index) => `m${index}`), null, true, 1.5, { a: [1] }, ['x']]
  const values = ['m0', 'm4999', null, true, 1.5, { a: [1] }, ['x'], 'm5000', false, { a: [2] }]

  expect(await accepts({ enum: members }, values)).toEqual([...Array(7).fill(true), false, false, false])
})

test('an empty enum accepts nothing', async () => {
  expect(await accepts({ enum: [] }, [null, 'a'])).toEqual([false, false])
})

test('a pattern of the older grammar works, and counts characters where the newer one reads it', async () => {
  expect(await accepts({ pattern: '^\\d{2}\\-\\d$' }, ['12-3', '123'])).toEqual([true, false])
  expect(await accepts({ pattern: '^.$' }, ['😀', 'ab'])).toEqual([true, false])
})

test('a discriminating property found through references picks the alternative', async () => {
  const schemas: Record<string, Schema> = {
    Cat: {
      type: 'object',
      required: ['pet'],
      properties: { pet: { $ref: '#/schemas/CatTag' }, lives: { type: 'integer' } },
    },
    CatTag: { const: 'cat' },
    Dog: { type: 'object', required: ['pet'], properties: { pet: { const: 'dog' }, lives: false } },
  }
  const pets: Schema = { oneOf: [{ $ref: '#/schemas/Cat' }, { $ref: '#/schemas/Dog' }], discriminator: 'pet' }
  const values = [{ pet: 'cat', lives: 9 }, { pet: 'dog' }, { pet: 'dog', lives: 1 }, { pet: 'cow' }, {}, null]

  expect(await accepts(pets, values, schemas)).toEqual([true, true, false, false, false, false])
})

test("the document's discriminator alone asserts nothing", async () => {
  const pets: Schema = { oneOf: [{ required: ['bark'] }, { required: ['meow'] }], discriminator: 'pet' }

  expect(await accepts(pets, [{ bark: 1 }, { pet: 'x', meow: 1 }, 1])).toEqual([true, true, false])
})

test('keywords that are documentation assert nothing', async () => {
  const schema: Schema = {
    readOnly: true,
    writeOnly: true,
    contentEncoding: 'base64',
    contentMediaType: 'application/json',
    deprecated: true,
    examples: [1],
    'x-anything': { type: 'string', $id: 'x', $ref: '#/nowhere' },
  }

  expect(await accepts(schema, [1, 'x', null])).toEqual([true, true, true])
})

test('a value nested too deep for the stack is a problem, not a crash', async () => {
  const schemas: Record<string, Schema> = { Tree: { properties: { child: { $ref: '#/schemas/Tree' } } } }
  const judge = await loadValidator({ $ref: '#/schemas/Tree' }, schemas)
  let tree: object = {}
  for (let depth = 0; depth < 200_000; depth++) tree = { child: tree }

  expect(judge(tree)).toMatchObject([{ message: expect.stringMatching(/^Invalid nesting: /) }])
  expect(judge({ child: { child: {} } })).toBeUndefined()
})

test('judging a long list of objects for repeats takes one pass', async () => {
  const judge = await loadValidator({ uniqueItems: true })
  let reads = 0
  const read = (value: number) => {
    reads++
    return value
  }
  const items = Array.from({ length: 2_000 }, (_, index) =>
    Object.defineProperty({}, 'a', { enumerable: true, get: () => read(index) }),
  )

  expect(judge(items)).toBeUndefined()
  expect(reads).toBeLessThan(10_000)
})

test('what is asked beside a tuple is asked of an array that is shorter, too', async () => {
  const tuple: Schema = { items: [true, { type: 'string' }], contains: { const: 1 }, uniqueItems: true }

  expect(await accepts(tuple, [[1], [], [2], [1, 'a', 1]])).toEqual([true, false, false, false])
  expect(
    await accepts({ items: [true, true, { type: 'string' }], uniqueItems: true }, [
      [1, 1],
      [1, 2],
    ]),
  ).toEqual([false, true])
})
