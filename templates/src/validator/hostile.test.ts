import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Schema, schemaReference } from '@tidings/contract'
import { expect, test } from 'vitest'
import { loadValidators, printValidators } from './fixtures/load-validators.js'

const attack = 'globalThis.attacked = true'

/** Texts that would end a string, a comment, a template, a line or a regular expression. */
const texts = [
  `";${attack};"`,
  `';${attack};'`,
  `\`;${attack};\``,
  `$\{${attack}}`,
  `*/${attack}/*`,
  `\u2028${attack}\u2029`,
  `\n${attack}\r\n`,
  `\\";${attack}//`,
  `/;${attack}/`,
  `]);${attack};([`,
  '\ud800',
  '\0\u202e\ufeff',
  '$import0$',
  '//# sourceMappingURL=x',
  '__proto__',
  'constructor',
  'validate0',
  'func0',
  'data',
  'this',
  '',
]

const hostile: Schema = {
  title: texts.join(''),
  description: texts.join(''),
  type: 'object',
  properties: ownMap(texts.map((text) => [text, { enum: [text, { [text]: text }], title: text, default: text }])),
  required: texts,
  patternProperties: ownMap(texts.map((text) => [`^${escapeRegExp(text)}$`, { minLength: 0, const: text }])),
  additionalProperties: false,
  dependencies: ownMap(texts.map((text, index) => [text, index % 2 ? [text, ...texts] : { required: [text] }])),
  propertyNames: { enum: texts },
  format: `*/${attack}`,
  pattern: `*/${attack}/"`,
  discriminator: attack,
  oneOf: texts.slice(0, 3).map((text) => ({
    type: 'object',
    required: [`kind${text}`],
    properties: { [`kind${text}`]: { const: text } },
  })),
  'x-own': { $id: attack },
}

/** A reference is a URI, which takes no lone surrogate. */
const schemaNames = texts.filter((text) => text !== '' && text !== '\ud800')

test('no text of a schema becomes code, and each keeps its meaning', async () => {
  const { oneOf, ...withoutOneOf } = hostile as Record<string, Schema>
  const shared = Object.fromEntries(schemaNames.map((name) => [`s${name}`, { const: name } as Schema]))
  const refers: Schema = {
    properties: ownMap(schemaNames.map((name) => [name, { $ref: schemaReference(`s${name}`) }])),
  }
  const { files, validators } = await loadValidators(
    [
      { id: 'A', payload: withoutOneOf as Schema, headers: hostile },
      { id: 'B', payload: refers },
    ],
    shared,
  )
  const value = Object.fromEntries(texts.map((text) => [text, text]))
  Object.defineProperty(value, '__proto__', { value: '__proto__', enumerable: true })

  expect(validators[0]?.validateData(value)).toBeUndefined()
  for (const text of texts) {
    const wrong = Object.defineProperty({ ...value }, text, { value: 'wrong', enumerable: true })
    Object.defineProperty(wrong, '__proto__', { value: text === '__proto__' ? 'wrong' : '__proto__', enumerable: true })
    const pointer = `/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`
    expect(validators[0]?.validateData(wrong)).toMatchObject([{ pointer, keyword: 'enum' }])
  }
  expect(validators[0]?.validateHeaders(value)).toMatchObject([{ keyword: 'required' }])
  expect(validators[1]?.validateData(value)).toBeUndefined()
  expect('attacked' in globalThis).toBe(false)
  for (const text of files.values()) expect(text).toMatch(/^[\n\x20-\x7e]*$/)
})

test('a schema nested thousands deep is judged to its bottom, with code linear to it', async () => {
  const nested = (depth: number): Schema => {
    let schema: Schema = { type: 'string' }
    for (let level = 0; level < depth; level++) {
      schema = level % 2 ? { properties: { a: schema }, additionalProperties: false } : { items: schema }
    }
    return schema
  }
  const value = (depth: number, bottom: unknown) => {
    let inner: unknown = bottom
    for (let level = 0; level < depth; level++) inner = level % 2 ? { a: inner } : [inner]
    return inner
  }
  const { files, validators } = await loadValidators([
    { id: 'Deep', payload: nested(2_000) },
    { id: 'Deeper', payload: nested(1_000) },
  ])
  const [deep, half] = [files.get('e0.ts')?.length ?? 0, files.get('e1.ts')?.length ?? 0]

  expect(validators[0]?.validateData(value(2_000, 'x'))).toBeUndefined()
  expect(validators[0]?.validateData(value(2_000, 1))?.[0]?.pointer).toBe('/a/0'.repeat(1_000))
  expect(deep / half).toBeLessThan(2.2)
})

test('an object of thousands of properties and a union of hundreds are written flat', async () => {
  const properties = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, index) => [`p${index}`, { type: 'string' } as Schema]),
  )
  const alternatives = Array.from(
    { length: 500 },
    (_, index): Schema => ({ type: 'array', items: [{ const: index }], minItems: 1 }),
  )
  const payload: Schema = {
    properties: {
      ...properties,
      any: { anyOf: alternatives },
      one: { oneOf: alternatives },
      all: { allOf: [...alternatives.slice(0, 1), ...Array<Schema>(500).fill({ minItems: 1 })] },
    },
    required: ['p0', ...Array.from({ length: 100 }, (_, index) => `p${index}`)],
  }
  const { files, validators } = await loadValidators([{ id: 'Wide', payload }])
  const value = Object.fromEntries(Object.keys(properties).map((name) => [name, 'x']))
  let depth = 0
  let deepest = 0
  for (const brace of files.get('e0.ts')?.match(/[{}]/g) ?? []) {
    depth += brace === '{' ? 1 : -1
    deepest = Math.max(deepest, depth)
  }

  expect(validators[0]?.validateData({ ...value, any: [499], one: [499], all: [0] })).toBeUndefined()
  expect(validators[0]?.validateData({ ...value, p2999: 1 })).toMatchObject([{ pointer: '/p2999' }])
  expect(validators[0]?.validateData({ ...value, one: [500] })).toMatchObject([{ pointer: '/one/0' }])
  expect(validators[0]?.validateData({ p0: 'x' })).toMatchObject([{ pointer: '/p1' }])
  expect(deepest).toBeLessThan(40)
})

/** The oldest and the newest that users may have. */
const compilers = ['typescript-5.8', 'typescript-7']

test.each(compilers)(
  '%s takes the machine code under the strictest settings',
  { timeout: 120_000 },
  async (compiler) => {
    const { files } = printValidators([{ id: 'A', payload: hostile, headers: { $ref: '#/schemas/A' } }], {
      A: { properties: { a: { $ref: '#/schemas/A' } }, not: hostile },
    })
    const folder = await mkdtemp(join(tmpdir(), 'tidings-validators-'))
    try {
      for (const [path, text] of [...files, ...project()]) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
      }
      const tsc = fileURLToPath(new URL(`../../../node_modules/${compiler}/bin/tsc`, import.meta.url))
      const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error) => error)

      expect(stdout).toBe('')
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)

/** What uses the machine code, typed, in a project with every strict setting. */
function project(): readonly (readonly [string, string])[] {
  const runtime = fileURLToPath(new URL('../../../runtime/src/sdk/v1.ts', import.meta.url))
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    allowUnreachableCode: false,
    allowUnusedLabels: false,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    typeRoots: [fileURLToPath(new URL('../../../node_modules/@types', import.meta.url))],
    types: ['node'],
    skipLibCheck: true,
    paths: { '@tidings/runtime/sdk/v1': [runtime] },
  }
  const use = `import type { Validate } from '@tidings/runtime/sdk/v1'
import { validateData, validateHeaders } from './e0.js'
export const both: readonly Validate[] = [validateData, validateHeaders]
`
  return [
    ['tsconfig.json', JSON.stringify({ compilerOptions, files: ['use.ts'] })],
    ['package.json', '{"type":"module"}'],
    ['use.ts', use],
  ]
}

/** A map that takes `__proto__` as a name. */
function ownMap<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const map: Record<string, T> = Object.create(null)
  for (const [name, value] of entries) map[name] = value
  return map
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
