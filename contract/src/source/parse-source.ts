import type { Reporter } from '../finding/reporter.js'
import type { JsonTree } from './json-tree.js'
import { linesOf } from './line-starts.js'
import { readJson } from './read-json.js'
import { byteLimit, depthLimit, tooMuchIn, valueLimit } from './size-limit.js'
import { type SourceFile, unreadFile } from './source-file.js'
import type { Whereabouts } from './whereabouts.js'

/** By path, what was read before: of JSON, what has not changed since stays the same object. */
export type SourceMemory = Map<string, JsonTree>

/** Reads YAML or JSON. What is wrong with the text is reported; the file then has no value. */
export async function parseSource(
  path: string,
  bytes: Uint8Array,
  whereabouts: Whereabouts,
  reporter: Reporter,
  memory?: SourceMemory,
): Promise<SourceFile> {
  const file = await parseBytes(path, bytes, whereabouts, reporter, memory?.get(path))
  if (file.value !== undefined) memory?.set(path, file.value)
  whereabouts.admit(file)
  return file
}

async function parseBytes(
  path: string,
  bytes: Uint8Array,
  whereabouts: Whereabouts,
  reporter: Reporter,
  before: JsonTree | undefined,
): Promise<SourceFile> {
  const start = { file: path, line: 1, column: 1 }
  const tooBig = (limit: string) => {
    reporter.report('too-big', start, { limit })
    return unreadFile(path, '')
  }
  if (bytes.length > byteLimit) return tooBig(`${byteLimit / 1e6} MB`)

  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    reporter.report('syntax', start, { problem: 'the file is not UTF-8 text; expected YAML or JSON in UTF-8' })
    return unreadFile(path, '')
  }
  const tooMuch = tooMuchIn(text)
  if (tooMuch === 'values') return tooBig(`${valueLimit} values`)
  if (tooMuch === 'levels') {
    reporter.report('too-deep', start, { limit: depthLimit })
    return unreadFile(path, text)
  }

  const json = readJson(text, (container, tokens) => whereabouts.settle(container, path, tokens), before)
  if (json === undefined) {
    // as many modules as all the rest, for those alone whose document is YAML
    const { parseYaml } = await import('./parse-yaml.js')
    return parseYaml(path, text, whereabouts, reporter)
  }
  const placeIn = linesOf(text)
  return {
    path,
    text,
    value: json.value,
    isPlain: json.isPlain,
    async tamedText() {
      const { tameText } = await import('./parse-yaml.js')
      return tameText(text)
    },
    locate: (tokens, what = 'value') => placeIn(json.offsetOf(tokens, what)),
  }
}
