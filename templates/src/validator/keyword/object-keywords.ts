import { _, and, type Code, type CodeKeywordDefinition, type KeywordCxt, type Name, not, or, Type } from '../ajv.js'
import { patternOf } from '../pattern.js'
import type { PreparedSchema } from '../prepare-schema.js'
import {
  constant,
  constantSet,
  hasNotOwn,
  hasOwn,
  isTrivial,
  judge,
  literalText,
  local,
  ownProperty,
} from './keyword-context.js'

type Schemas = Readonly<Record<string, PreparedSchema>>

/** Keywords that judge an object. Those of several schemas judge one after the other, never nested in each other. */
export const objectKeywords: readonly CodeKeywordDefinition[] = [
  {
    keyword: 'required',
    type: 'object',
    schemaType: 'array',
    error: { message: '', params: ({ params }) => _`{member: ${params.missing}}` },
    code: judgeRequired,
  },
  {
    keyword: 'properties',
    type: 'object',
    schemaType: 'object',
    code: (cxt) =>
      each(cxt, entriesOf(cxt, cxt.schema), (valid, [name, schema]) =>
        cxt.gen.if(and(valid, hasOwn(cxt, name)), () => judge(cxt, schema, valid, { dataProp: name })),
      ),
  },
  {
    keyword: 'patternProperties',
    type: 'object',
    schemaType: 'object',
    code: (cxt) =>
      each(cxt, entriesOf(cxt, cxt.schema), (valid, [pattern, schema]) =>
        cxt.gen.if(valid, () =>
          cxt.gen.forIn('key', cxt.data, (key) =>
            cxt.gen.if(_`${patternName(cxt, pattern)}.test(${key})`, () => {
              judge(cxt, schema, valid, { dataProp: key, dataPropType: Type.Str })
              cxt.gen.if(not(valid), () => cxt.gen.break())
            }),
          ),
        ),
      ),
  },
  {
    keyword: 'additionalProperties',
    type: 'object',
    schemaType: ['boolean', 'object'],
    trackErrors: true,
    error: { message: '', params: ({ params }) => _`{member: ${params.undeclared}}` },
    code: judgeAdditional,
  },
  {
    keyword: 'propertyNames',
    type: 'object',
    schemaType: ['boolean', 'object'],
    trackErrors: true,
    error: { message: '', params: ({ params }) => _`{member: ${params.name}}` },
    code: judgeNames,
  },
  {
    keyword: 'dependencies',
    type: 'object',
    schemaType: 'object',
    error: { message: '', params: ({ params }) => _`{member: ${params.missing}, property: ${params.property}}` },
    code: judgeDependencies,
  },
]

function entriesOf(cxt: KeywordCxt, schemas: Schemas): readonly (readonly [string, PreparedSchema])[] {
  return Object.entries(schemas).filter(([, schema]) => !isTrivial(cxt, schema))
}

function each<T>(cxt: KeywordCxt, items: readonly T[], judgeItem: (valid: Name, item: T) => void): void {
  if (items.length === 0) return
  const valid = cxt.gen.name('valid')
  cxt.gen.var(valid, true)
  for (const item of items) judgeItem(valid, item)
  cxt.ok(valid)
}

const patternName = (cxt: KeywordCxt, source: string): Name => {
  const pattern = patternOf(source) ?? /(?:)/u
  return cxt.gen.scopeValue('pattern', { key: pattern.toString(), ref: pattern, code: _`` })
}

const longestChain = 32

function judgeRequired(cxt: KeywordCxt): void {
  const { gen, data } = cxt
  const names = cxt.schema as readonly string[]
  const missing = gen.let('missing')
  cxt.setParams({ missing })
  if (names.length <= longestChain) {
    cxt.fail(or(...names.map((name) => and(hasNotOwn(cxt, name), _`(${missing} = ${name}, true)`))))
    return
  }
  const all = constant(cxt, literalText(names))
  gen.assign(missing, _`${all}.find((name) => ${data}[name] === undefined || !${ownProperty(cxt)}.call(${data}, name))`)
  cxt.fail(_`${missing} !== undefined`)
}

function judgeAdditional(cxt: KeywordCxt): void {
  const { gen, data, parentSchema, it, errsCount } = cxt
  const schema = cxt.schema as PreparedSchema
  if (isTrivial(cxt, schema) || errsCount === undefined) return
  const refuse = (key: Name) => {
    cxt.error(false, { undeclared: key })
    gen.break()
  }
  const judgeMember = (key: Name) => {
    const valid = gen.name('valid')
    judge(cxt, schema, valid, { dataProp: key, dataPropType: Type.Str })
    gen.if(not(valid), () => gen.break())
  }
  const judgeAll = () =>
    gen.forIn('key', data, (key) =>
      gen.if(isAdditional(cxt, key), () => (schema === false ? refuse(key) : judgeMember(key))),
    )
  if (schema === false && parentSchema.strictly !== true) gen.if(_`${local.self} !== "tolerant"`, judgeAll)
  else judgeAll()
  if (!it.allErrors) cxt.ok(_`${errsCount} === ${local.count}`)
}

function isAdditional(cxt: KeywordCxt, key: Name): Code | boolean {
  const names = Object.keys(cxt.parentSchema.properties ?? {})
  const patterns = Object.keys(cxt.parentSchema.patternProperties ?? {})
  const named =
    names.length > 8 ? [_`${constantSet(cxt, names)}.has(${key})`] : names.map((name) => _`${key} === ${name}`)
  const matched = patterns.map((pattern) => _`${patternName(cxt, pattern)}.test(${key})`)
  return named.length + matched.length === 0 ? true : not(or(...named, ...matched))
}

function judgeNames(cxt: KeywordCxt): void {
  const { gen, data, errsCount } = cxt
  if (isTrivial(cxt, cxt.schema) || errsCount === undefined) return
  const valid = gen.name('valid')
  gen.forIn('key', data, (key) => {
    judge(cxt, cxt.schema, valid, {
      data: key,
      dataTypes: ['string'],
      propertyName: key,
      compositeRule: true,
      createErrors: false,
    })
    gen.if(not(valid), () => {
      cxt.reset()
      cxt.error(false, { name: key })
      gen.break()
    })
  })
  cxt.ok(_`${errsCount} === ${local.count}`)
}

function judgeDependencies(cxt: KeywordCxt): void {
  const { gen } = cxt
  const dependencies = Object.entries(cxt.schema as Readonly<Record<string, PreparedSchema | readonly string[]>>)
  for (const [property, names] of dependencies) {
    if (!isList(names)) continue
    for (const missing of names) {
      cxt.setParams({ missing: _`${missing}`, property: _`${property}` })
      cxt.fail(and(hasOwn(cxt, property), hasNotOwn(cxt, missing)))
    }
  }
  const schemas = dependencies.flatMap(([property, schema]) =>
    isList(schema) || isTrivial(cxt, schema) ? [] : [{ property, schema }],
  )
  each(cxt, schemas, (valid, { property, schema }) =>
    gen.if(and(valid, hasOwn(cxt, property)), () => judge(cxt, schema, valid)),
  )
}

const isList = (value: PreparedSchema | readonly string[]): value is readonly string[] => Array.isArray(value)
