import { declared, defineTemplate, describeSchema, doc, printDeclaration } from '../api.js'
import { originLine } from './describe.js'
import { typeContext } from './type-context.js'

/** One module per named schema. */
export const schemaModules = defineTemplate({
  name: 'schemas',
  render(sdk, output) {
    for (const { name, schema, origin } of sdk.contract.schemas) {
      const { file, typeName } = sdk.names.schema(name)
      output.file(file).print`
        ${doc(...describeSchema(schema), originLine(origin))}
        ${printDeclaration(declared(typeName), schema, typeContext(sdk, { schema: name, origin }))}
      `
    }
  },
})
