import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanJson } from './scan-json.js'

test.each([
  ['', 0, 'the text ends; expected a value'],
  ['{"a":1', 6, 'the text ends; expected "}"'],
  ['[1,2', 4, 'the text ends; expected "]"'],
  ['{"a":1,}', 7, '"}" follows a comma; expected no comma before it'],
  ['[1,]', 3, '"]" follows a comma; expected no comma before it'],
  ['{"a":1},', 7, '"," follows the value; expected nothing more'],
  ['{"a" 1}', 5, '"1" follows a name; expected ":"'],
  ['{a:1}', 1, '"a" stands here; expected a name in double quotes'],
  ["{'a':1}", 1, '"\'" stands here; expected a name in double quotes'],
  ['[1 2]', 3, '"2" stands here; expected "," or "]"'],
  ['[1}', 2, '"}" stands here; expected "," or "]"'],
  ['[tru]', 1, '"t" stands here; expected a JSON value'],
  ['[01]', 1, '"0" stands here; expected a JSON value'],
  ['["a\nb"]', 1, 'quoted text that does not end, or holds what must be escaped, stands here; expected a JSON value'],
  ['<xml/>', 0, '"<" stands here; expected a JSON value'],
])('%j is refused at %d', (text, offset, message) => {
  expect(scanJson(text)).toEqual({ offset, message })
})

test('takes what JSON.parse takes, and nothing else', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '1', ' ', '\\'))
    .map(
      ([json, at, piece]) => json.slice(0, at % (json.length + 1)) + piece + json.slice((at % (json.length + 1)) + 1),
    )
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken), (text) => {
      expect(scanJson(text) === undefined).toBe(parses(text))
    }),
  )
})

test('tells where each value stands', () => {
  const told: unknown[] = []
  scanJson('{ "a": [10, {"b": null}], "c": {} }', (path, start, end) => told.push([path.join('/'), start, end]))
  expect(told).toEqual([
    ['', 0, 1],
    ['a', 7, 8],
    ['a/0', 8, 10],
    ['a/1', 12, 13],
    ['a/1/b', 18, 22],
    ['c', 31, 32],
  ])
})

test('goes as deep as the text does', () => {
  expect(scanJson(`${'['.repeat(1e5)}${']'.repeat(1e5)}`)).toBeUndefined()
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
