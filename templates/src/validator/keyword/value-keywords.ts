import { _, _Code, type Code, type CodeKeywordDefinition, type KeywordCxt, not, or } from '../ajv.js'
import { formatOf } from '../formats.js'
import { constant, constantSet, literalText, type ModuleNames } from './keyword-context.js'

/** Keywords that judge a value by itself. */
export const valueKeywords = (names: ModuleNames): readonly CodeKeywordDefinition[] => [
  {
    keyword: 'types',
    schemaType: 'array',
    error: { message: '', params: ({ schema }) => _`{type: ${(schema as readonly string[]).join(' ')}}` },
    code: (cxt) => cxt.fail(not(or(...(cxt.schema as readonly string[]).map((type) => isOfType(cxt, type))))),
  },
  {
    keyword: 'enum',
    schemaType: 'array',
    error: { message: '', params: ({ params }) => _`{allowed: ${params.allowed}}` },
    code: (cxt) => judgeConstants(cxt, cxt.schema, names),
  },
  {
    keyword: 'const',
    error: { message: '', params: ({ params }) => _`{allowed: ${params.allowed}}` },
    code: (cxt) => judgeConstants(cxt, [cxt.schema], names),
  },
  {
    keyword: 'format',
    type: ['number', 'string'],
    schemaType: 'string',
    error: { message: '', params: ({ schema }) => _`{format: ${schema as string}}` },
    code(cxt, type) {
      const format = formatOf(cxt.schema)
      if (format?.type === type && format) cxt.pass(_`${names.runtime(format.check)}(${cxt.data})`)
    },
  },
  {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: '', params: ({ schema }) => _`{multipleOf: ${schema as number}}` },
    code: (cxt) => cxt.pass(_`${names.runtime('multipleOf')}(${cxt.data}, ${cxt.schema as number})`),
  },
]

function isOfType({ data }: KeywordCxt, type: string): Code {
  switch (type) {
    case 'null':
      return _`${data} === null`
    case 'array':
      return _`Array.isArray(${data})`
    case 'object':
      return _`${data} && typeof ${data} == "object" && !Array.isArray(${data})`
    case 'integer':
      return _`Number.isSafeInteger(${data})`
    case 'number':
      return _`Number.isFinite(${data})`
    default:
      return _`typeof ${data} == ${type}`
  }
}

/** Beyond this a set is quicker than a chain of comparisons, and shorter. */
const longestChain = 8

function judgeConstants(cxt: KeywordCxt, values: readonly unknown[], names: ModuleNames): void {
  const { data } = cxt
  const scalars = values.filter((value) => typeof value !== 'object' || value === null)
  const composites = values.filter((value) => !scalars.includes(value))
  const comparisons = composites.map(
    (value) => _`${names.runtime('equal')}(${data}, ${constant(cxt, literalText(value))})`,
  )
  if (values.length <= longestChain) {
    cxt.setParams({ allowed: constant(cxt, literalText(values)) })
    const chain = scalars.map((value) => _`${data} === ${new _Code(literalText(value))}`)
    cxt.pass(or(...chain, ...comparisons))
    return
  }
  const set = constantSet(cxt, values)
  cxt.setParams({ allowed: set })
  cxt.pass(or(_`${set}.has(${data})`, ...comparisons))
}
