import type { PreparedSchema } from '../prepare-schema.js'
import type { Checks } from './check.js'
import { block, complain, inside, insideEach, type Module, quietly, type Spot } from './spot.js'
import { isTrivial } from './trivial.js'

/** Keywords that an array can violate, each in time linear to it. */
export const arrayChecks: Checks = {
  maxItems: (schema, spot, module) =>
    judgeLength('maxItems', `>${schema['maxItems']}`, schema['maxItems'], spot, module),
  minItems: (schema, spot, module) =>
    judgeLength('minItems', `<${schema['minItems']}`, schema['minItems'], spot, module),

  additionalItems(schema, spot, module) {
    const { items, additionalItems } = schema as { items?: unknown; additionalItems?: PreparedSchema }
    if (!Array.isArray(items) || additionalItems === undefined) return ''
    if (additionalItems !== false) return judgeItems(additionalItems, items.length, spot, module)
    return judgeLength('additionalItems', `>${items.length}`, items.length, spot, module)
  },

  contains(schema, spot, module) {
    const { value } = spot
    const contained = schema['contains'] as PreparedSchema
    const refuse = complain(spot, module, 'contains')
    if (isTrivial(contained)) return `if(${value}.length===0)${refuse}\n`
    const [found, next] = [module.fresh('L'), module.fresh('L')]
    const [index, item] = [module.fresh('i'), module.fresh('x')]
    const each = module.judge(contained, quietly({ ...spot, value: item }, next))
    const tried = block(next, `const ${item}=${value}[${index}]\n${each}break ${found}\n`)
    return block(found, `${eachIndex(index, 0, value)}${tried}${refuse}\n`)
  },

  uniqueItems(_schema, spot, module) {
    const repeated = module.fresh('x')
    const params = `{member:String(${repeated}[0]),before:${repeated}[1]}`
    return `const ${repeated}=${module.runtime('repeatedItem')}(${spot.value})\nif(${repeated}!==undefined)${complain(spot, module, 'uniqueItems', params)}\n`
  },

  items(schema, spot, module) {
    const items = schema['items'] as PreparedSchema | readonly PreparedSchema[]
    if (!isList(items)) return judgeItems(items, 0, spot, module)
    return items
      .map((item, index) => {
        const name = module.fresh('x')
        const statements = module.judge(item, inside(spot, name, index))
        return (
          statements && `if(${spot.value}.length>${index}){\nconst ${name}=${spot.value}[${index}]\n${statements}}\n`
        )
      })
      .join('')
  },
}

function judgeLength(keyword: string, wrong: string, limit: unknown, spot: Spot, module: Module): string {
  return `if(${spot.value}.length${wrong})${complain(spot, module, keyword, `{limit:${JSON.stringify(limit)}}`)}\n`
}

function judgeItems(schema: PreparedSchema, from: number, spot: Spot, module: Module): string {
  const [index, item] = [module.fresh('i'), module.fresh('x')]
  const statements = module.judge(schema, insideEach(spot, item, index))
  if (statements === '') return ''
  const { value } = spot
  return `${eachIndex(index, from, value)}{\nconst ${item}=${value}[${index}]\n${statements}}\n`
}

const eachIndex = (index: string, from: number, value: string) =>
  `for(let ${index}=${from};${index}<${value}.length;${index}++)`

const isList = (items: PreparedSchema | readonly PreparedSchema[]): items is readonly PreparedSchema[] =>
  Array.isArray(items)
