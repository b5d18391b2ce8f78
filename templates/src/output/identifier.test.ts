import ts from 'typescript'
import { expect, test } from 'vitest'
import { isIdentifierName } from './identifier.js'

const firstPlane = Array.from({ length: 0x10000 }, (_, code) => code)

test('takes no character that TypeScript does not take', () => {
  const starts = firstPlane.filter((code) => isIdentifierName(String.fromCharCode(code)))
  const parts = firstPlane.filter((code) => isIdentifierName(`a${String.fromCharCode(code)}`))
  expect(starts.filter((code) => !ts.isIdentifierStart(code, ts.ScriptTarget.ES2022))).toEqual([])
  expect(parts.filter((code) => !ts.isIdentifierPart(code, ts.ScriptTarget.ES2022))).toEqual([])
  expect(starts.length).toBeGreaterThan(40_000)
})

test('takes reserved words, and no text that is more or less than one name', () => {
  expect(['class', 'a1', '$', '_', 'öl', '订单'].filter((text) => !isIdentifierName(text))).toEqual([])
  expect(['', '1a', 'a b', 'a.b', 'a-b', 'a\n', 'a\u200d', '𝒳'].filter(isIdentifierName)).toEqual([])
})
