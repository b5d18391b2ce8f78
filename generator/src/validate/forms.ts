import type { Intake, Splitter } from './intake.js'
import { splitHttp } from './split-http.js'
import { splitLines } from './split-lines.js'
import { splitValues } from './split-values.js'

/** How a file holds its events. */
export const forms = {
  json: splitValues,
  ndjson: splitLines,
  http: splitHttp,
} satisfies Record<string, (intake: Intake) => Splitter>

export type Form = keyof typeof forms

/** The form of a file, by how it begins and, where that leaves it open, by its name. */
export function detectForm(head: Uint8Array, name: string): Form {
  const text = new TextDecoder().decode(head).trimStart()
  const [first = '', second = ''] = text.split(/\r?\n/, 2)
  if (isHttp(first)) return 'http'
  const isNamedLines = /\.(?:ndjson|jsonl|jsonlines|ldjson)(?:\.gz)?$/i.test(name)
  if (!first.startsWith('{'))
    return isNamedLines && !first.startsWith('[') ? 'ndjson' : isLine(first) && isLine(second) ? 'ndjson' : 'json'
  // No line end in all of it: one event, or lines that are long.
  if (!text.includes('\n') || isLine(first)) return 'ndjson'
  if (isNamedLines) return 'ndjson'
  // The first line is broken, or begins an object that is laid out over several.
  return isLine(second) && !/[[{,:]\s*$/.test(first) ? 'ndjson' : 'json'
}

const isHttp = (line: string): boolean =>
  /^(?:[A-Z]+ \S+ HTTP\/[0-9.]+|HTTP\/[0-9.]+ [0-9]{3}\b.*|[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ \t]*[^ \t].*|###.*|(?:POST|PUT|GET) \S+)$/.test(
    line,
  )

function isLine(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
