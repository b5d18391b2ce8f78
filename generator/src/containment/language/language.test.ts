import { expect, test } from 'vitest'
import { createLanguages } from './language.js'

const languages = createLanguages()
const within = (pattern: string, other: string) =>
  languages.wordsOf([
    { pattern, holds: true },
    { pattern: other, holds: false },
  ])?.isEmpty

test.each([
  ['^ab$', 'b', true],
  ['ab', '^ab', false],
  ['^$', '^a?$', true],
  ['^^a', '^a', true],
  ['a$$', 'a$', true],
  ['(^|,)a(,|$)', 'a', true],
  ['^a(,|$)', '(^|,)a(,|$)', true],
  ['a', '(^|,)a(,|$)', false],
  ['^|a', '', true],
  ['', '^|a', true],
  ['^[^a]$', '^.$', false],
  ['^.$', '^[^\\n]$', true],
  ['^\\u{1F600}$', '^.$', true],
  ['^\\p{Lu}+$', '^\\p{L}+$', true],
  ['^\\p{L}+$', '^[a-zA-Z]+$', false],
  ['^(?=.*\\d)(?=.*[a-z]).{8,}$', '[a-z].*\\d|\\d.*[a-z]', true],
  ['^(?=.*\\d)(?=.*[a-z]).{8,}$', '^.{9,}$', false],
  ['^(?!foo$)[a-z]+$', '^[a-z]+$', true],
  ['^[a-z]+$', '^(?!foo$)[a-z]+$', false],
  ['^(a|b)\\1$', '^aa$|^bb$', true],
  ['^\\d+\\-\\d+$', '^\\d+-\\d+$', true],
])('all that %s matches, %s matches: %s', (pattern, other, wanted) => {
  expect(within(pattern, other)).toBe(wanted)
})

test.each(['\\bword\\b', '(?<=a)b', '(^a)+b', 'a(?=b)', '(\\w+)\\1', '^\\-.$'])(
  'what %s matches is not worked out',
  (pattern) => {
    expect(languages.wordsOf([{ pattern, holds: true }])).toBeUndefined()
  },
)

test('words are such that the regular expression agrees, and what reads best comes first', () => {
  const words = [
    ...(languages
      .wordsOf([
        { pattern: '[^a]b', holds: true },
        { pattern: '^x', holds: false },
      ])
      ?.samples() ?? []),
  ]

  expect(words[0]).toBe('bb')
  expect(words.filter((word) => !/[^a]b/u.test(word) || /^x/u.test(word))).toEqual([])
})
