// What its docs show for a document: parse, generate, write a file for each model.
import { readFileSync } from 'node:fs'
import modelina from '@asyncapi/modelina'
import { Parser } from '@asyncapi/parser'

const [file, folder] = process.argv.slice(2)
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'), { source: file })
if (document === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '))
const generator = new modelina.TypeScriptFileGenerator({
  modelType: 'interface',
  enumType: 'union',
  mapType: 'record',
  rawPropertyNames: true,
})
await generator.generateToFiles(document, folder, { exportType: 'named' })
