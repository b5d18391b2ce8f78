import { readFileSync } from 'node:fs'

/** By event, the payload of a document that is JSON and has no references: for those who read JSON Schema alone. */
export function payloadsOf(file) {
  const { messages } = JSON.parse(readFileSync(file, 'utf8')).components
  return Object.entries(messages).map(([name, { payload }]) => [name, payload])
}
