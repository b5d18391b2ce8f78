// All payloads in one file, as it has no way of writing types that share nothing but a folder.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputData, JSONSchemaInput, quicktype } from 'quicktype-core'
import { payloadsOf } from './payloads.mjs'

const [file, folder] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const schemas = new JSONSchemaInput(undefined)
for (const [name, payload] of payloadsOf(file)) await schemas.addSource({ name, schema: JSON.stringify(payload) })
const inputData = new InputData()
inputData.addInput(schemas)
const { lines } = await quicktype({ inputData, lang: 'typescript', combineClasses: false })
writeFileSync(join(folder, 'events.ts'), lines.join('\n'))
