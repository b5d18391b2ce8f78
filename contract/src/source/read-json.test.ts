import { expect, test } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import type { JsonTree } from './json-tree.js'
import { linesOf } from './line-starts.js'
import { locate } from './locate.js'
import { readJson } from './read-json.js'

const everything = `{ "b": [1, -0, 2.5e3, {"c" :null}, []], "10": "ten", "9":\t"nine",\r
  "esc\\"aped:\\u00e9\\/": { "": true,
    "d" : "a \\ud83d\\ude00, \\"b\\" {c}", "e":{ } } , "__proto__": false, "constructor": [[ "x" ]]
}
`

test('JSON is what the reader of YAML takes it for, and everything in it stands where that says', () => {
  const lines = new LineCounter()
  const document = parseDocument(everything, { lineCounter: lines, uniqueKeys: false })
  const json = readJson(everything, () => {})
  expect(JSON.stringify(json?.value)).toBe(JSON.stringify(document.toJS()))

  const placeIn = linesOf(everything)
  const places = [...pathsIn(json?.value ?? null), ['b', '7'], ['nowhere'], ['9', 'x'], ['b', '3', 'c', 'd']]
  for (const path of places) {
    for (const what of ['value', 'key'] as const) {
      expect([path, what, placeIn(json?.offsetOf(path, what) ?? -1)]).toEqual([
        path,
        what,
        locate(document, lines, path, what),
      ])
    }
  }
})

test('each object and list is settled with the way to it', () => {
  const settled = new Map<unknown, string>()
  const value = readJson('{"a":[{"b":{}}]}', (container, tokens) => settled.set(container, tokens.join('/')))?.value
  expect([...settled.values()]).toEqual(['a/0/b', 'a/0', 'a', ''])
  expect(settled.get(value)).toBe('')
})

test.each([
  ['a key that stands twice', '{"a":1,"a":2}'],
  ['a merge key', '{"<<":{"a":1}}'],
  ['a number beyond all', '{"a":1e999}'],
  ['a comma too many', '{"a":[1,]}'],
  ['a comment', '{"a":1} # one'],
  ['something behind the end', '{"a":1}{}'],
  ['a bare word', '{"a":yes}'],
  ['a leading zero', '{"a":01}'],
  ['a raw line end in a string', '{"a":"b\nc"}'],
  ['an escape that JSON lacks', '{"a":"\\x41"}'],
  ['a line end of an old machine', '{\r"a":1}'],
  ['a string without an end', '{"a":"b'],
  ['no object', '[1]'],
  ['nothing', ''],
  ['more levels than we read', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`],
])('%s is left to the reader of YAML', (_, text) => {
  expect(readJson(text, () => {})).toBeUndefined()
})

test('a number that readers may take for another is told', () => {
  expect(readJson('{"a":9007199254740993}', () => {})?.isPlain).toBe(false)
  expect(readJson('{"a":9007199254740991,"b":1.5}', () => {})?.isPlain).toBe(true)
})

function pathsIn(value: JsonTree): string[][] {
  if (typeof value !== 'object' || value === null) return [[]]
  return [[], ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]))]
}
