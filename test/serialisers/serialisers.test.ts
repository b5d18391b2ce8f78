import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractEvent, Json } from '@tidings/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { corpusDocuments, ownDocuments } from '../documents/documents.js'
import { type GeneratedEvent, generateEvents } from '../properties/generated-events.js'
import { arbitraryOf } from '../schema-values/arbitrary-of.js'
import type { Schemas } from '../schema-values/judge.js'
import { withOddTexts, withUndeclared } from './changed.js'
import { syntheticContract } from './synthetic-contract.js'

const numRuns = Number(process.env.FC_RUNS ?? 10)
const seed = Number(process.env.FC_SEED ?? 20_261_130)

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-serialisers-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('what a generated serialiser writes of any valid data is what JSON.stringify writes: our contracts', async () => {
  await agree(await generateEvents(ownDocuments, join(folder, 'own')))
}, 120_000)

test.skipIf(corpusDocuments.length === 0)(
  'what a generated serialiser writes of any valid data is what JSON.stringify writes: contracts of others',
  async () => {
    await agree(await generateEvents(corpusDocuments, join(folder, 'corpus')))
  },
  600_000,
)

test('what a generated serialiser writes of any valid data is what JSON.stringify writes: any contract', async () => {
  const file = join(folder, 'asyncapi.json')
  await writeFile(file, syntheticContract(100, seed))
  const own = await agree(await generateEvents([{ name: 'synthetic', file, root: folder }], join(folder, 'synthetic')))
  expect(own).toBeGreaterThan(20)
}, 120_000)

/** How many of the events have a serialiser of their own. */
async function agree(sdks: ReadonlyMap<string, readonly GeneratedEvent[]>): Promise<number> {
  const stringify = vi.spyOn(JSON, 'stringify')
  onTestFinished(() => stringify.mockRestore())
  let count = 0
  for (const { event, eventClass, schemas } of [...sdks.values()].flat()) {
    const { print, check } = eventClass.descriptor.codec
    const values = valuesOf(event, schemas)
    if (print === undefined || values === undefined) continue
    // What is undeclared is taken where an event is read, whatever its schema says.
    const isValid = (data: Json) => !check(data, {}, 'tolerant')?.some((problem) => problem.in === 'data')
    let isOwn = false
    const property = fc.property(
      values.chain((value) => fc.tuple(fc.constant(value), withOddTexts(value), withUndeclared(value))),
      (all) => {
        for (const value of all.filter(isValid)) {
          const expected = JSON.stringify(value)
          stringify.mockClear()
          const text = print(value)
          isOwn ||= stringify.mock.calls.every(([part]) => part !== value)
          assert.deepEqual(JSON.parse(text), JSON.parse(expected), `${event.id}: ${expected}`)
        }
      },
    )
    fc.assert(property, { numRuns, seed })
    if (isOwn) count++
  }
  return count
}

function valuesOf({ payload }: ContractEvent, schemas: Schemas): fc.Arbitrary<Json> | undefined {
  try {
    return payload === undefined ? undefined : arbitraryOf(payload, schemas)
  } catch (error) {
    // A base that lists its sub-types, each of which names the base, is more than plain Ajv bears.
    if (error instanceof RangeError) return undefined
    throw error
  }
}
