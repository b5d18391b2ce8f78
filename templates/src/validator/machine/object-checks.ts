import { patternOf } from '../pattern.js'
import type { PreparedObject, PreparedSchema } from '../prepare-schema.js'
import type { Checks } from './check.js'
import { has, hasNot, ownProperty, property } from './own-property.js'
import { block, complain, inside, insideEach, type Module, quietly, type Spot } from './spot.js'
import { patternText, setText } from './text.js'
import { isTrivial } from './trivial.js'

type Schemas = Readonly<Record<string, PreparedSchema>>

/** Keywords that an object can violate. Those of several schemas judge one after the other, never nested in each other. */
export const objectChecks: Checks = {
  maxProperties: (schema, spot, module) => judgeCount('maxProperties', '>', schema, spot, module),
  minProperties: (schema, spot, module) => judgeCount('minProperties', '<', schema, spot, module),

  required(schema, spot, module) {
    const names = schema['required'] as readonly string[]
    const { value, pointer } = spot
    const isMissing = names.map((name) => hasNot(value, name)).join('||')
    const [only] = names
    if (pointer === undefined || (names.length === 1 && only !== undefined)) {
      return `if(${isMissing})${complain(spot, module, 'required', `{member:${JSON.stringify(only)}}`)}\n`
    }
    const complaint = `e&&${module.runtime('missing')}(e,${pointer},${value},${JSON.stringify(names)})`
    return `if(${isMissing})${spot.fail(complaint)}\n`
  },

  properties: (schema, spot, module) =>
    Object.entries(schema['properties'] as Schemas)
      .map(([name, each]) => judgeMember(each, name, isRequired(schema, name), spot, module))
      .join(''),

  patternProperties: (schema, spot, module) =>
    Object.entries(schema['patternProperties'] as Schemas)
      .map(([pattern, each]) => {
        const key = module.fresh('k')
        return judgeMembers(each, key, isMatch(pattern, key, module), spot, module)
      })
      .join(''),

  additionalProperties(schema, spot, module) {
    const additional = schema['additionalProperties'] as PreparedSchema
    if (isTrivial(additional)) return ''
    const key = module.fresh('k')
    const declared = isDeclared(schema, key, module)
    const undeclared = declared && `!(${declared})`
    if (additional !== false) return judgeMembers(additional, key, undeclared, spot, module)
    const refuse = complain(spot, module, 'additionalProperties', `{member:${key}}`)
    const mode = schema.strictly === true ? '' : 'if(!t)'
    return `${mode}for(const ${key} in ${spot.value})${undeclared && `if(${undeclared})`}${refuse}\n`
  },

  propertyNames(schema, spot, module) {
    const names = schema['propertyNames'] as PreparedSchema
    if (isTrivial(names)) return ''
    const [key, wrong, next] = [module.fresh('k'), module.fresh('L'), module.fresh('L')]
    const refuse = complain(spot, module, 'propertyNames', `{member:${key}}`)
    const each = module.judge(names, quietly({ ...spot, value: key }, wrong))
    return `for(const ${key} in ${spot.value})${block(next, `${block(wrong, `${each}break ${next}\n`)}${refuse}\n`)}`
  },

  dependencies(schema, spot, module) {
    const dependencies = Object.entries(
      schema['dependencies'] as Readonly<Record<string, PreparedSchema | readonly string[]>>,
    )
    const { value } = spot
    const names = dependencies.flatMap(([name, needed]) =>
      isList(needed)
        ? needed.map((missing) => {
            const params = `{member:${JSON.stringify(missing)},property:${JSON.stringify(name)}}`
            const wrong = `${has(value, name)}&&(${hasNot(value, missing)})`
            return `if(${wrong})${complain(spot, module, 'dependencies', params)}\n`
          })
        : [],
    )
    const schemas = dependencies.map(([name, needed]) => {
      const statements = isList(needed) ? '' : module.judge(needed, spot)
      return statements && `if(${has(value, name)}){\n${statements}}\n`
    })
    return [...names, ...schemas].join('')
  },
}

/** `required` is looked at before. */
const isRequired = (schema: PreparedObject, name: string) =>
  ((schema['required'] ?? []) as readonly string[]).includes(name)

function judgeCount(keyword: string, wrong: string, schema: PreparedObject, spot: Spot, module: Module): string {
  const limit = JSON.stringify(schema[keyword])
  return `if(Object.keys(${spot.value}).length${wrong}${limit})${complain(spot, module, keyword, `{limit:${limit}}`)}\n`
}

function judgeMember(schema: PreparedSchema, name: string, isThere: boolean, spot: Spot, module: Module): string {
  const read = property(spot.value, name)
  // What is read once needs no name.
  const member = isThere && isCall(schema) ? read : module.fresh('x')
  const statements = module.judge(schema, inside(spot, member, name))
  if (statements === '' || member === read) return statements
  const own = ownProperty(spot.value, name)
  const judged = isThere ? statements : `if(${member}!==undefined${own && `&&${own}`}){\n${statements}}\n`
  return `const ${member}=${read}\n${judged}`
}

const isCall = (schema: PreparedSchema) => typeof schema === 'object' && schema.call !== undefined

/** Judges the members whose name fulfils a condition; an empty one is fulfilled by all. */
function judgeMembers(schema: PreparedSchema, key: string, condition: string, spot: Spot, module: Module): string {
  const member = module.fresh('x')
  const token = spot.pointer === undefined ? '' : `${module.runtime('pointerToken')}(${key})`
  const statements = module.judge(schema, insideEach(spot, member, token))
  if (statements === '') return ''
  const where = condition && `if(${condition})`
  return `for(const ${key} in ${spot.value})${where}{\nconst ${member}=${spot.value}[${key}]\n${statements}}\n`
}

/** Beyond this a set is quicker than a chain of comparisons, and shorter. */
const longestChain = 8

/** Whether a name is that of a declared property; empty where none is declared. */
function isDeclared(schema: PreparedObject, key: string, module: Module): string {
  const names = Object.keys((schema['properties'] ?? {}) as Schemas)
  const patterns = Object.keys((schema['patternProperties'] ?? {}) as Schemas)
  const isNamed =
    names.length > longestChain
      ? [`${module.constant('c', setText(names))}.has(${key})`]
      : names.map((name) => `${key}===${JSON.stringify(name)}`)
  return [...isNamed, ...patterns.map((pattern) => isMatch(pattern, key, module))].join('||')
}

const isMatch = (source: string, key: string, module: Module): string =>
  `${module.constant('r', patternText(patternOf(source) ?? /(?:)/u))}.test(${key})`

const isList = (value: PreparedSchema | readonly string[]): value is readonly string[] => Array.isArray(value)
