import type { Json, Schema } from '@tidings/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fits } from '../../generator/src/containment/fits.js'
import { createScope } from '../../generator/src/containment/scope.js'
import { createJudge as createAjvJudge } from '../schema-values/judge.js'
import { comparePair, namedSchemas } from './compare.js'
import { type SchemaPair, schemaPairs, schemas } from './schema-pairs.js'
import { valuesFor } from './values.js'

/** A longer run, or another: `CONTAINMENT_PAIRS=20000 CONTAINMENT_SEED=7 npx vitest run test/containment`. */
const count = Number(process.env.CONTAINMENT_PAIRS ?? 300)
const seed = Number(process.env.CONTAINMENT_SEED ?? 20_261_125)

test('of schemas that are called contained no value that the older takes is refused by the newer', {
  timeout: 3_600_000,
}, async () => {
  const tally = { contained: 0, broken: 0, undecided: 0, missed: 0 }
  const wrong: unknown[] = []
  let slowest = 0
  for (const pair of fc.sample(schemaPairs, { numRuns: count, seed })) {
    const start = performance.now()
    const { breaks, undecided, isTaken, isRefused } = await comparePair(pair)
    slowest = Math.max(slowest, performance.now() - start)
    tally[breaks.length > 0 ? 'broken' : undecided.length > 0 ? 'undecided' : 'contained']++
    for (const { witness, kind } of breaks) {
      if (!isTaken(witness) || !isRefused(witness)) wrong.push({ pair, kind, witness })
      if (!isBorneOutByAjv(pair, witness)) wrong.push({ pair, kind, witness, by: 'Ajv' })
    }
    if (breaks.length > 0) continue
    const counter = valuesFor(pair, seed).find((value: Json) => isTaken(value) && isRefused(value))
    if (counter === undefined) continue
    if (undecided.length === 0) wrong.push({ pair, counter })
    else tally.missed++
  }
  if (process.env.CONTAINMENT_PAIRS !== undefined)
    process.stderr.write(`${JSON.stringify({ ...tally, wrong: wrong.length, slowest })}\n`)
  expect(JSON.stringify(wrong.slice(0, 3))).toBe('[]')
  expect(tally.undecided).toBeLessThan(count / 10)
  expect(tally.contained).toBeGreaterThan(count / 10)
})

const twins = fc.record({ one: schemas, other: schemas, s0: schemas, s1: schemas })

test('a schema is contained in itself, in any choice that has it, and whatever asks for more in it', {
  timeout: 600_000,
}, async () => {
  const wrong: unknown[] = []
  let undecided = 0
  const runs = fc.sample(twins, { numRuns: Math.ceil(count / 3), seed })
  for (const { one, other, s0, s1 } of runs) {
    const pairs: readonly (readonly [Schema, Schema])[] = [
      [one, JSON.parse(JSON.stringify(one))],
      [one, { anyOf: [one, other] }],
      [{ allOf: [one, other] }, one],
      [one, { not: { not: one } }],
    ]
    for (const [from, to] of pairs) {
      const compared = await comparePair({ from, to, fromSchemas: { s0, s1 }, toSchemas: { s0, s1 } })
      if (compared.breaks.length > 0) wrong.push({ from, to, breaks: compared.breaks })
      if (compared.undecided.length > 0) undecided++
    }
  }
  expect(JSON.stringify(wrong.slice(0, 3))).toBe('[]')
  expect(undecided).toBeLessThan(runs.length / 10)
})

/** By plain Ajv, of schemas that mean the same to it: it has other formats and integers, and a fault in tuples. */
function isBorneOutByAjv(pair: SchemaPair, witness: Json): boolean {
  if (/"(?:integer|multipleOf|format|items|\$ref)"/.test(JSON.stringify(pair))) return true
  return createAjvJudge(pair.from)(witness) && !createAjvJudge(pair.to)(witness)
}

test('a value is judged without compiling as the generated validators judge it', async () => {
  const wrong: unknown[] = []
  let valid = 0
  for (const pair of fc.sample(schemaPairs, { numRuns: Math.ceil(count / 3), seed: seed + 1 })) {
    const { isTaken } = await comparePair(pair)
    const scope = createScope(namedSchemas(pair.fromSchemas))
    for (const value of valuesFor(pair, seed)) {
      const isValid = isTaken(value)
      if (isValid) valid++
      if (fits(value, { schema: pair.from, scope }) !== isValid) wrong.push({ schema: pair.from, value, isValid })
    }
  }
  expect(JSON.stringify(wrong.slice(0, 3))).toBe('[]')
  expect(valid).toBeGreaterThan(count)
})
