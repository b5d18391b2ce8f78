import { formatOf } from '../formats.js'
import type { Check, Checks } from './check.js'
import { complain } from './spot.js'

/** Keywords that a number can violate. */
export const numberChecks: Checks = {
  maximum: limit('maximum', '>', '<='),
  minimum: limit('minimum', '<', '>='),
  exclusiveMaximum: limit('exclusiveMaximum', '>=', '<'),
  exclusiveMinimum: limit('exclusiveMinimum', '<=', '>'),
  format: format('number'),
  multipleOf(schema, spot, module) {
    const of = JSON.stringify(schema['multipleOf'])
    const wrong = `!${module.runtime('multipleOf')}(${spot.value},${of})`
    return `if(${wrong})${complain(spot, module, 'multipleOf', `{multipleOf:${of}}`)}\n`
  },
}

function limit(keyword: string, wrong: string, comparison: string): Check {
  return (schema, spot, module) => {
    const bound = JSON.stringify(schema[keyword])
    const params = `{comparison:${JSON.stringify(comparison)},limit:${bound}}`
    return `if(${spot.value}${wrong}${bound})${complain(spot, module, keyword, params)}\n`
  }
}

/** Of a format that is for values of another type nothing is asked. */
export function format(type: 'number' | 'string'): Check {
  return (schema, spot, module) => {
    const name = String(schema['format'])
    const known = formatOf(name)
    if (known?.type !== type) return ''
    const wrong = `!${module.runtime(known.check)}(${spot.value})`
    return `if(${wrong})${complain(spot, module, 'format', `{format:${JSON.stringify(name)}}`)}\n`
  }
}
