import { _, type CodeKeywordDefinition, type KeywordCxt, Type } from '../ajv.js'
import { isTrivial, judge, type ModuleNames } from './keyword-context.js'

/**
 * Keywords that judge an array, in time linear to it. They come before `items`: Ajv leaves out what comes after a tuple
 * when the array is shorter.
 */
export const arrayKeywords = (names: ModuleNames): readonly CodeKeywordDefinition[] => [
  {
    keyword: 'contains',
    before: 'items',
    type: 'array',
    schemaType: ['boolean', 'object'],
    trackErrors: true,
    error: { message: '', params: _`{}` },
    code: judgeContains,
  },
  {
    keyword: 'uniqueItems',
    before: 'items',
    type: 'array',
    schemaType: 'boolean',
    error: {
      message: '',
      params: ({ params }) => _`{member: String(${params.repeated}[0]), before: ${params.repeated}[1]}`,
    },
    code(cxt) {
      const repeated = cxt.gen.const('repeated', _`${names.runtime('repeatedItem')}(${cxt.data})`)
      cxt.setParams({ repeated })
      cxt.fail(_`${repeated} !== undefined`)
    },
  },
]

/** What single items lack is forgotten at once: a long list would collect it. */
function judgeContains(cxt: KeywordCxt): void {
  const { gen, data } = cxt
  const found = gen.let('found', false)
  if (isTrivial(cxt, cxt.schema)) gen.assign(found, _`${data}.length > 0`)
  else {
    const valid = gen.name('valid')
    gen.forRange('i', 0, _`${data}.length`, (index) => {
      judge(cxt, cxt.schema, valid, {
        dataProp: index,
        dataPropType: Type.Num,
        compositeRule: true,
        createErrors: false,
      })
      gen.if(valid, () => gen.assign(found, true).break())
      cxt.reset()
    })
  }
  cxt.pass(found)
}
