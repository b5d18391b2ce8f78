import { patternOf } from '../pattern.js'
import type { Checks } from './check.js'
import { format } from './number-checks.js'
import { complain } from './spot.js'
import { patternText } from './text.js'

/** Keywords that a string can violate. Characters are counted only where their number could matter. */
export const stringChecks: Checks = {
  maxLength(schema, spot, module) {
    const most = JSON.stringify(schema['maxLength'])
    const wrong = `${spot.value}.length>${most}&&${module.runtime('ucs2length')}(${spot.value})>${most}`
    return `if(${wrong})${complain(spot, module, 'maxLength', `{limit:${most}}`)}\n`
  },
  minLength(schema, spot, module) {
    const least = schema['minLength'] as number
    const { value } = spot
    // A character is one unit or two.
    const counted =
      least > 1 ? `||${value}.length<${2 * least}&&${module.runtime('ucs2length')}(${value})<${least}` : ''
    const wrong = `${value}.length<${JSON.stringify(least)}${counted}`
    return `if(${wrong})${complain(spot, module, 'minLength', `{limit:${JSON.stringify(least)}}`)}\n`
  },
  pattern(schema, spot, module) {
    const source = String(schema['pattern'])
    const pattern = module.constant('r', patternText(patternOf(source) ?? /(?:)/u))
    const params = `{pattern:${JSON.stringify(source)}}`
    return `if(!${pattern}.test(${spot.value}))${complain(spot, module, 'pattern', params)}\n`
  },
  format: format('string'),
}
