// Reads pairs of documents as JSON from standard input, and prints what @asyncapi/diff says of each. It wants valid
// documents without references, which the parser gives, as in `asyncapi diff`.
import { text } from 'node:stream/consumers'
import { diff } from '@asyncapi/diff'
import { Parser } from '@asyncapi/parser'

const parse = async (source) => {
  const { document, diagnostics } = await new Parser().parse(source)
  if (document === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  return document.json()
}

const told = []
for (const { before, after } of JSON.parse(await text(process.stdin))) {
  try {
    const { changes } = diff(await parse(before), await parse(after)).getOutput()
    told.push({ changes: changes.map(({ type, action, path }) => ({ type, action, path })) })
  } catch (error) {
    told.push({ failure: error.message })
  }
}
console.log(JSON.stringify(told))
