import type { PreparedSchema } from '../prepare-schema.js'
import { alternativeChecks } from './alternative-checks.js'
import { arrayChecks } from './array-checks.js'
import type { Checks } from './check.js'
import { numberChecks } from './number-checks.js'
import { objectChecks } from './object-checks.js'
import { complain, type Module, type Spot } from './spot.js'
import { stringChecks } from './string-checks.js'
import { isNotOfType, isOfType } from './text.js'
import { valueChecks } from './value-checks.js'

/** Keywords that apply to values of one type alone. */
const byType: Readonly<Record<string, Checks>> = {
  number: numberChecks,
  string: stringChecks,
  array: arrayChecks,
  object: objectChecks,
}

/**
 * Statements that judge by a schema and leave the spot at the first violation. Which that is, is told to users, and so
 * stays the same from one release to the next: first what any value can violate, then what a number can, a string, an
 * array, an object. The type itself comes right before the keywords that are for it alone, or else before all.
 */
export function judge(schema: PreparedSchema, spot: Spot, module: Module): string {
  if (schema === true) return ''
  if (schema === false) return `${complain(spot, module, 'false schema')}\n`
  const has = (keyword: string) => schema[keyword] !== undefined
  const checked = (checks: Checks) =>
    Object.entries(checks)
      .map(([keyword, check]) => (has(keyword) ? check(schema, spot, module) : ''))
      .join('')
  const type = typeof schema['type'] === 'string' ? schema['type'] : undefined
  const hasTurn = type !== undefined && Object.keys(byType[type] ?? {}).some(has)
  const refuseOthers =
    type === undefined
      ? ''
      : `if(${isNotOfType(spot.value, type)})${complain(spot, module, 'type', `{type:${JSON.stringify(type)}}`)}\n`
  const turns = Object.entries(byType).map(([name, checks]) => {
    const statements = checked(checks)
    if (hasTurn && name === type) return refuseOthers + statements
    if (name === 'number' && areNumbers(schema['types'])) return statements
    return statements && `if(${isOfType(spot.value, name)}){\n${statements}}\n`
  })
  return [hasTurn ? '' : refuseOthers, checked(valueChecks), checked(alternativeChecks), ...turns].join('')
}

/** Nothing else comes so far, where only numbers are taken. */
const areNumbers = (types: unknown) =>
  Array.isArray(types) && types.every((type) => type === 'integer' || type === 'number')
