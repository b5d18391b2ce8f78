import type { Json, Schema, SchemaObject } from '@tidings/contract'
import type { Break, BreakDetail } from './break.js'
import type { Explored } from './explore.js'
import { fits } from './fits.js'
import { keysIn, pathOf } from './place.js'
import { isDeclared, schemasAlong, schemasOfPart } from './schemas-at.js'
import type { Located } from './scope.js'

/** Says a break as its reader needs it: what the older side had at the place, and what it took. */
export function tellBreak(explored: Explored, witness: Json, older: Located): Break {
  const { refusal, alternative } = explored
  const keys = keysIn(witness, refusal.place)
  const taken = firstUndeclared(explored, witness, keys, older)
  if (taken !== undefined) return taken
  const before = schemasOfPart(older, witness, keys)
  const from = alternative ?? before.find(({ schema }) => has(schema, refusal.keyword)) ?? before[0]
  return {
    kind: refusal.kind,
    path: refusal.path,
    keyword: refusal.keyword,
    ...(from === undefined ? {} : { from: from.schema }),
    to: refusal.schema.schema,
    witness,
    detail: { ...refusal.detail, ...changeOf(explored, from, older) },
  }
}

const has = (schema: Schema, keyword: string) => typeof schema === 'object' && Object.hasOwn(schema, keyword)

/** A break inside a property that the older side let pass undeclared is that the property is declared at all. */
function firstUndeclared(
  { refusal }: Explored,
  witness: Json,
  keys: readonly (string | number)[],
  older: Located,
): Break | undefined {
  for (const [index, { step, schema }] of refusal.place.way.entries()) {
    if (!('property' in step) || index >= keys.length) continue
    const before = schemasOfPart(older, witness, keys.slice(0, index))
    if (isDeclared(step.property, before)) continue
    return {
      kind: 'undeclared-property-taken',
      path: pathOf(refusal.place).slice(0, index + 1),
      keyword: 'properties',
      ...(before[0] === undefined ? {} : { from: before[0].schema }),
      to: schema.schema,
      witness,
      detail: { property: step.property },
    }
  }
  return undefined
}

const mostValues = 20

function changeOf({ refusal }: Explored, from: Located | undefined, older: Located): BreakDetail {
  const keyword = refusal.keyword as keyof SchemaObject
  const was = typeof from?.schema === 'object' && 'is' in refusal.detail ? from.schema[keyword] : undefined
  const values = keyword === 'enum' || keyword === 'const' ? valuesGone() : []
  return {
    ...(was === undefined ? {} : { was: was as Json }),
    ...(values.length === 0 ? {} : { values: values.slice(0, mostValues) }),
  }

  function valuesGone(): readonly Json[] {
    const schemas = schemasAlong(older, pathOf(refusal.place))
    const constants = schemas.flatMap(({ schema }) =>
      typeof schema === 'boolean'
        ? []
        : [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])],
    )
    const distinct = [...new Map(constants.map((value) => [JSON.stringify(value), value])).values()]
    return distinct.filter((value) => !fits(value, refusal.schema))
  }
}
