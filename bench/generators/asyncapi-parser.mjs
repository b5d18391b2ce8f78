// The floor of whoever reads AsyncAPI by its parser: read, judge, and write nothing but how many messages there are.
import { readFileSync } from 'node:fs'
import { Parser } from '@asyncapi/parser'

const [file] = process.argv.slice(2)
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'), { source: file })
if (document === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '))
console.log(document.allMessages().all().length)
