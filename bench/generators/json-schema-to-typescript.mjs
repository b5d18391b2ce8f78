// A file for each payload. Its formatter is Prettier, and on unless told otherwise.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'json-schema-to-typescript'
import { payloadsOf } from './payloads.mjs'

const [file, folder, formatted] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
for (const [name, payload] of payloadsOf(file)) {
  const text = await compile(payload, name, { format: formatted === 'formatted' })
  writeFileSync(join(folder, `${name}.ts`), text)
}
