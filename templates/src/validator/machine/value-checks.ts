import type { CallTarget, PreparedSchema } from '../prepare-schema.js'
import type { Checks } from './check.js'
import { block, complain, type Module, quietly, type Spot } from './spot.js'
import { isNotOfType, literalText, setText } from './text.js'

/** Keywords that any value can violate by itself. */
export const valueChecks: Checks = {
  not(schema, spot, module) {
    const label = module.fresh('L')
    return block(
      label,
      `${module.judge(schema['not'] as PreparedSchema, quietly(spot, label))}${complain(spot, module, 'not')}\n`,
    )
  },

  /** What `then` or `else` lacks is said in their own words. */
  if(schema, spot, module) {
    const [positive, negative] = ['then', 'else'].map((keyword) =>
      module.judge((schema[keyword] ?? true) as PreparedSchema, spot),
    )
    if (!positive && !negative) return ''
    const [end, otherwise] = [module.fresh('L'), module.fresh('L')]
    const condition = (label: string) => module.judge(schema['if'] as PreparedSchema, quietly(spot, label))
    return negative
      ? block(end, `${block(otherwise, `${condition(otherwise)}${positive}break ${end}\n`)}${negative}`)
      : block(end, `${condition(end)}${positive}`)
  },

  types(schema, spot, module) {
    const types = schema['types'] as readonly string[]
    const wrong = types.map((type) => inParentheses(isNotOfType(spot.value, type))).join('&&')
    return `if(${wrong})${complain(spot, module, 'types', `{type:${JSON.stringify(types.join(' '))}}`)}\n`
  },

  enum: (schema, spot, module) => judgeConstants('enum', schema['enum'] as readonly unknown[], spot, module),

  const: (schema, spot, module) => judgeConstants('const', [schema['const']], spot, module),

  call(schema, spot, module) {
    const { value, pointer, fail } = spot
    const mode = schema.strictly === true ? 'false' : 't'
    const place = pointer === undefined ? '' : `,e,${pointer === 'p' ? 'p' : `e&&${pointer}`}`
    return `if(!${module.target(schema['call'] as CallTarget)}(${value},${mode}${place}))${fail()}\n`
  },
}

/** Beyond this a set is quicker than a chain of comparisons, and shorter. */
const longestChain = 8

function judgeConstants(keyword: string, values: readonly unknown[], spot: Spot, module: Module): string {
  const { value } = spot
  const scalars = values.filter((each) => typeof each !== 'object' || each === null)
  const composites = values.filter((each) => !scalars.includes(each))
  const isComposite = composites.map(
    (each) => `!${module.runtime('equal')}(${value},${module.constant('c', literalText(each))})`,
  )
  const isLong = values.length > longestChain
  const allowed = isLong ? module.constant('c', setText(values)) : literalText(values)
  const isScalar = isLong ? [`!${allowed}.has(${value})`] : scalars.map((each) => `${value}!==${literalText(each)}`)
  const wrong = [...isScalar, ...isComposite].join('&&')
  return `if(${wrong})${complain(spot, module, keyword, `{allowed:${allowed}}`)}\n`
}

const inParentheses = (condition: string) => (condition.includes('||') ? `(${condition})` : condition)
