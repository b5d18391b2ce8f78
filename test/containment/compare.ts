import type { Json, NamedSchema, Schema } from '@tidings/contract'
import { createContainment } from '../../generator/src/containment/containment.js'
import { createJudge } from '../../generator/src/judge/create-judge.js'
import type { SchemaPair } from './schema-pairs.js'

const origin = { file: 'asyncapi.yaml', pointer: '', line: 1, column: 1 }

export const namedSchemas = (schemas: Readonly<Record<string, Schema>>): readonly NamedSchema[] =>
  Object.entries(schemas).map(([name, schema]) => ({ name, schema, origin }))

/** Compares a pair, and judges values by the validators of both sides. */
export async function comparePair({ from, to, fromSchemas, toSchemas }: SchemaPair) {
  const sides = { from: namedSchemas(fromSchemas), to: namedSchemas(toSchemas) }
  const older = { schemas: sides.from, judge: await createJudge({ schemas: sides.from }) }
  const newer = { schemas: sides.to, judge: await createJudge({ schemas: sides.to }) }
  const containment = await createContainment(older, newer)(from, to)
  const [isOlder, isNewer] = [older.judge(from), newer.judge(to)]
  return {
    ...containment,
    isTaken: (value: Json) => isOlder(value) === undefined,
    isRefused: (value: Json) => isNewer(value) !== undefined,
  }
}
