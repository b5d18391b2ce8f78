import type { Json, Schema } from '@tidings/contract'
import fc from 'fast-check'
import { arbitraryOf } from '../schema-values/arbitrary-of.js'
import { mutationsOf } from '../schema-values/mutations-of.js'
import type { SchemaPair } from './schema-pairs.js'

const simple: readonly Json[] = [
  ...[null, true, false, 0, 1, -1, 2, 3, 0.5, 1.5, 0.1, 0.01, 10, 11, 2 ** 31, 2 ** 53, -5],
  ...['', 'a', 'b', 'ab', 'bb', 'abc', 'x-', '1', 'aaaaaaaaaaa', '2026-01-31', '192.0.2.1', 'urn:a:b'],
  ...['2026-01-31T12:00:00Z', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
]

const small = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...simple),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'x-1', 'kind', 'x-', 'ab', 'extra'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value

/** Values that may tell the two schemas apart: of each of them, near to those, and any others. */
export function valuesFor(pair: SchemaPair, seed: number): readonly Json[] {
  const of = (schema: Schema, schemas: SchemaPair['fromSchemas']) => {
    try {
      const arbitrary = arbitraryOf(schema, schemas)
      return arbitrary === undefined ? [] : fc.sample(arbitrary, { numRuns: 12, seed })
    } catch {
      // A schema that leads back to itself without entering the value is beyond this generator.
      return []
    }
  }
  const likely = [...of(pair.from, pair.fromSchemas), ...of(pair.to, pair.toSchemas)]
  const near = likely.slice(0, 12).flatMap((value) => [...mutationsOf(value)].slice(0, 60).map((one) => one.value))
  return [...simple, ...likely, ...near, ...fc.sample(small, { numRuns: 60, seed })]
}
