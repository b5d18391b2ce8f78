import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Schema } from '@tidings/contract'
import { Ajv, type AnySchema } from 'ajv'
import { beforeAll, expect, test } from 'vitest'
import { loadValidators } from '../../templates/src/validator/fixtures/load-validators.js'
import { liftSchema, Unresolved } from './lift-schema.js'
import { hasSuite, readSuite, type SuiteGroup } from './suite.js'

const require = createRequire(new URL('../../templates/package.json', import.meta.url))
const metaSchema = JSON.parse(readFileSync(require.resolve('ajv/dist/refs/json-schema-draft-07.json'), 'utf8'))
const onSuite = test.skipIf(!hasSuite)

/** Where we refuse what the suite and Ajv accept, and why. */
const narrowings = new Map([
  ['optional/bignum.json: integer: a bignum is an integer', 'an integer beyond ±(2^53-1) is no exact number'],
  ['optional/bignum.json: integer: a negative bignum is an integer', 'an integer beyond ±(2^53-1) is no exact number'],
])

/** What neither we nor Ajv get as the suite has it: all of it optional. */
const sharedFailures = new Map([
  ['optional/content.json', 'contentEncoding and contentMediaType are documentation'],
  ['optional/float-overflow.json', 'an integer beyond ±(2^53-1) is no exact number'],
  ['optional/format/hostname.json', 'what an xn-- label stands for is not decoded'],
  ['optional/format/idn-email.json', 'the format is not known, which generation notes'],
  ['optional/format/idn-hostname.json', 'the format is not known, which generation notes'],
  ['optional/format/iri-reference.json', 'the format is not known, which generation notes'],
  ['optional/format/iri.json', 'the format is not known, which generation notes'],
])

const failures: { readonly id: string; readonly file: string; readonly ajvIsRight: boolean }[] = []
const unresolved: string[] = []
let judged = 0

beforeAll(async () => {
  if (!hasSuite) return
  const remotes = new Map([['http://json-schema.org/draft-07/schema', metaSchema]])
  const groups: SuiteGroup[] = []
  const payloads: Schema[] = []
  const schemas: Record<string, Schema> = {}
  for (const group of readSuite()) {
    try {
      const lifted = liftSchema(group.schema, remotes, `${groups.length} `)
      groups.push(group)
      payloads.push(lifted.schema)
      Object.assign(schemas, lifted.schemas)
    } catch (error) {
      if (!(error instanceof Unresolved)) throw error
      unresolved.push(`${group.file}: ${group.description}`)
    }
  }
  const events = payloads.map((payload, index) => ({ id: String(index), payload }))
  const { validators } = await loadValidators(events, schemas)
  const ajv = createOracle()
  groups.forEach(({ file, description, schema, tests }, index) => {
    const oracle = ajvJudge(ajv, schema)
    for (const test of tests) {
      judged++
      const isValid = validators[index]?.validateData(test.data) === undefined
      if (isValid === test.valid) continue
      failures.push({
        id: `${file}: ${description}: ${test.description}`,
        file,
        ajvIsRight: oracle(test.data) === test.valid,
      })
    }
  })
})

onSuite('the generated validators judge as Ajv with the same options does, but for our narrowings', () => {
  const ours = failures.filter(({ ajvIsRight }) => ajvIsRight).map(({ id }) => id)

  expect(ours.sort()).toEqual([...narrowings.keys()].sort())
  expect(judged).toBeGreaterThan(1_600)
})

test('each narrowing is documented', () => {
  const page = readFileSync(new URL('../../docs/validators.md', import.meta.url), 'utf8')
  const files = [...narrowings.keys()].map((id) => id.slice(0, id.indexOf(':')))

  expect(files.filter((file) => !page.includes(file))).toEqual([])
})

onSuite('what neither Ajv nor we judge as the suite does is optional and listed', () => {
  const files = failures.filter(({ ajvIsRight }) => !ajvIsRight).map(({ file }) => file)

  expect([...new Set(files)].sort()).toEqual([...sharedFailures.keys()])
})

onSuite('every schema has a form in the contract model, but those that refer to documents that the copy lacks', () => {
  expect(unresolved).toEqual([
    'optional/cross-draft.json: refs to future drafts are processed as future drafts',
    'refRemote.json: remote ref',
    'refRemote.json: fragment within remote ref',
    'refRemote.json: ref within remote ref',
    'refRemote.json: base URI change',
    'refRemote.json: base URI change - change folder',
    'refRemote.json: base URI change - change folder in subschema',
    'refRemote.json: root ref in remote ref',
    'refRemote.json: remote ref with ref to definitions',
    'refRemote.json: Location-independent identifier in remote ref',
    'refRemote.json: retrieved nested refs resolve relative to their URI not $id',
    'refRemote.json: $ref to $ref finds location-independent $id',
  ])
})

function createOracle(): Ajv {
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    unicodeRegExp: true,
    logger: false,
    addUsedSchema: false,
  })
  require('ajv-formats').default(ajv)
  return ajv
}

/** Ajv refuses to compile some schemas of the suite: then it is not right about them. */
function ajvJudge(ajv: Ajv, schema: AnySchema): (data: unknown) => boolean | undefined {
  try {
    const judge = ajv.compile(schema)
    return (data) => judge(data) === true
  } catch {
    return () => undefined
  }
}
