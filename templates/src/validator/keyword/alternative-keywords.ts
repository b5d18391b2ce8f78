import { _, and, type Code, type CodeKeywordDefinition, getProperty, type KeywordCxt, not, or } from '../ajv.js'
import type { Discriminator } from '../discriminator.js'
import type { PreparedSchema } from '../prepare-schema.js'
import { constant, hasOwn, isTrivial, judge, literalText, local } from './keyword-context.js'

/** Keywords that put several schemas together. */
export const alternativeKeywords: readonly CodeKeywordDefinition[] = [
  { keyword: 'allOf', schemaType: 'array', code: judgeAll },
  { keyword: 'anyOf', schemaType: 'array', trackErrors: true, error: { message: '', params: _`{}` }, code: judgeAny },
  {
    keyword: 'oneOf',
    schemaType: 'array',
    trackErrors: true,
    error: { message: '', params: ({ params }) => _`{passing: ${params.passing}}` },
    code: judgeOne,
  },
  {
    keyword: 'tagged',
    schemaType: 'array',
    error: { message: '', params: ({ params }) => _`{member: ${params.property}, allowed: ${params.allowed}}` },
    code: judgeTagged,
  },
]

function judgeAll(cxt: KeywordCxt): void {
  const schemas = (cxt.schema as readonly PreparedSchema[]).filter((schema) => !isTrivial(cxt, schema))
  if (schemas.length === 0) return
  const valid = cxt.gen.name('valid')
  cxt.gen.var(valid, true)
  for (const schema of schemas) cxt.gen.if(valid, () => judge(cxt, schema, valid))
  cxt.ok(valid)
}

function judgeAny(cxt: KeywordCxt): void {
  const { gen } = cxt
  const schemas = cxt.schema as readonly PreparedSchema[]
  if (schemas.some((schema) => isTrivial(cxt, schema))) return
  const valid = gen.name('valid')
  gen.var(valid, false)
  for (const schema of schemas) {
    gen.if(not(valid), () => judge(cxt, schema, valid, { compositeRule: true }))
  }
  cxt.result(
    valid,
    () => cxt.reset(),
    () => cxt.error(true),
  )
}

/** In tolerant mode what tells the alternatives apart may be just that they are closed: then the first that fits does. */
function judgeOne(cxt: KeywordCxt): void {
  const { gen, parentSchema } = cxt
  const schemas = cxt.schema as readonly PreparedSchema[]
  const first = gen.let('first', null)
  const second = gen.let('second', null)
  const relaxed = parentSchema.relaxed === true ? _`${local.self} === "tolerant"` : undefined
  for (const [index, schema] of schemas.entries()) {
    const open =
      relaxed === undefined ? _`${second} === null` : _`${second} === null && !(${first} !== null && ${relaxed})`
    gen.if(index < 1 ? true : index === 1 && relaxed === undefined ? true : open, () => {
      const valid = gen.name('valid')
      gen.var(valid, true)
      if (!isTrivial(cxt, schema)) judge(cxt, schema, valid, { compositeRule: true })
      gen.if(valid, () =>
        index === 0
          ? gen.assign(first, index)
          : gen.if(
              _`${first} === null`,
              () => gen.assign(first, index),
              () => gen.assign(second, index),
            ),
      )
    })
  }
  const valid = gen.const('valid', _`${first} !== null && ${second} === null`)
  cxt.result(
    valid,
    () => cxt.reset(),
    () => {
      gen.if(_`${second} !== null`, () => cxt.reset())
      const passing = gen.const('passing', _`${second} === null ? null : [${first} + 1, ${second} + 1]`)
      cxt.error(true, { passing })
    },
  )
}

/** Only the alternative that the value names is tried. */
function judgeTagged(cxt: KeywordCxt): void {
  const { gen, data, parentSchema } = cxt
  const { property, tags } = parentSchema.tagOf as Discriminator
  const schemas = cxt.schema as readonly PreparedSchema[]
  const tag = gen.let('tag')
  gen.if(and(_`${data} && typeof ${data} == "object" && !Array.isArray(${data})`, hasOwn(cxt, property)), () =>
    gen.assign(tag, _`${data}${getProperty(property)}`),
  )
  cxt.setParams({ property: _`${property}`, allowed: constant(cxt, literalText(tags.flat())) })
  const named = (some: readonly string[]): Code => or(...some.map((value) => _`${tag} === ${value}`))
  cxt.fail(not(or(...tags.map(named))))
  const valid = gen.name('valid')
  gen.var(valid, true)
  for (const [index, schema] of schemas.entries()) {
    gen.if(named(tags[index] ?? []), () => judge(cxt, schema, valid))
  }
  cxt.ok(valid)
}
