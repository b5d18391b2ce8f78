import type { Discriminator } from '../discriminator.js'
import type { PreparedSchema } from '../prepare-schema.js'
import type { Checks } from './check.js'
import { ownProperty, property } from './own-property.js'
import { block, complain, leaving, type Module, type Spot } from './spot.js'
import { isOfType, literalText } from './text.js'
import { isTrivial } from './trivial.js'

/** Keywords that put several schemas together. */
export const alternativeChecks: Checks = {
  allOf: (schema, spot, module) =>
    listOf(schema['allOf'])
      .map((each) => module.judge(each, spot))
      .join(''),

  anyOf(schema, spot, module) {
    const schemas = listOf(schema['anyOf'])
    if (schemas.some(isTrivial)) return ''
    const end = module.fresh('L')
    const complaints = remember(spot, module)
    const tries = schemas.map((each, index) => {
      const label = module.fresh('L')
      const forget = index === 0 ? '' : complaints.forget
      return block(label, `${module.judge(each, leaving(spot, label))}${forget}break ${end}\n`)
    })
    return `${complaints.remember}${block(end, `${tries.join('')}${complain(spot, module, 'anyOf')}\n`)}`
  },

  /** In tolerant mode what tells the alternatives apart may be just that they are closed: then the first that fits does. */
  oneOf(schema, spot, module) {
    const [first, second] = [module.fresh('f'), module.fresh('f')]
    const isRelaxed = schema.relaxed === true
    const complaints = remember(spot, module)
    const tries = listOf(schema['oneOf']).map((each, index) => {
      const label = module.fresh('L')
      const number = index + 1
      const noted = index === 0 ? `${first}=1` : `if(${first})${second}=${number};else ${first}=${number}`
      const tried = block(label, `${module.judge(each, leaving(spot, label))}${noted}\n`)
      if (index === 0 || (index === 1 && !isRelaxed)) return tried
      return `if(!${second}${isRelaxed ? `&&!(t&&${first})` : ''}){\n${tried}}\n`
    })
    const passing = `{passing:${second}?[${first},${second}]:null}`
    const forget = complaints.forget && `if(${second})${complaints.forget}`
    return [
      `let ${first}=0,${second}=0\n`,
      complaints.remember,
      ...tries,
      `if(!${first}||${second}){\n${forget}${complain(spot, module, 'oneOf', passing)}\n}\n`,
      complaints.forget,
    ].join('')
  },

  /** Only the alternative that the value names is tried. */
  tagged(schema, spot, module) {
    const { property: name, tags } = schema.tagOf as Discriminator
    const { value } = spot
    const tag = module.fresh('x')
    const cases = listOf(schema['tagged']).map((each, index) => {
      const values = (tags[index] ?? []).map((text) => `case ${JSON.stringify(text)}:`).join('')
      return values && `${values}{\n${module.judge(each, spot)}break}\n`
    })
    const params = `{member:${JSON.stringify(name)},allowed:${literalText(tags.flat())}}`
    const isThere = ownProperty(value, name)
    return [
      `const ${tag}=${isOfType(value, 'object')}${isThere && `&&${isThere}`}?${property(value, name)}:undefined\n`,
      `switch(${tag}){\n${cases.join('')}default:${complain(spot, module, 'tagged', params)}\n}\n`,
    ].join('')
  },
}

const listOf = (schemas: unknown) => schemas as readonly PreparedSchema[]

/** What alternatives that did not fit complained of counts no more, once another fits. */
function remember({ pointer }: Spot, module: Module): { readonly remember: string; readonly forget: string } {
  if (pointer === undefined) return { remember: '', forget: '' }
  const count = module.fresh('n')
  return { remember: `const ${count}=e&&e.length\n`, forget: `if(e)e.length=${count}\n` }
}
