import { _, type CodeKeywordDefinition, strConcat } from '../ajv.js'
import type { CallTarget } from '../prepare-schema.js'
import { local, type ModuleNames } from './keyword-context.js'

/** In the place of `$ref`: calls the function that judges by the other schema. */
export const callKeyword = (names: ModuleNames): CodeKeywordDefinition => ({
  keyword: 'call',
  schemaType: 'array',
  code(cxt) {
    const { gen, data, it, parentSchema } = cxt
    const judge = names.target(cxt.schema as CallTarget)
    const mode = parentSchema.strictly === true ? _`undefined` : local.self
    const place = gen.object([local.instancePath, strConcat(local.instancePath, it.errorPath)])
    cxt.pass(_`${judge}.call(${mode}, ${data}, ${place})`, () => {
      const found = _`${judge}.errors`
      gen.assign(local.problems, _`${local.problems} === null ? ${found} : ${local.problems}.concat(${found})`)
      gen.assign(local.count, _`${local.problems}.length`)
    })
  },
})
