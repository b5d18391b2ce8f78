import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonParts } from './json-parts.js'

test('members stand there as they were written', () => {
  expect(jsonParts(' { "a" : 1.0 , "b\\u0063":"\\",}" ,"d":[ 1, {"e": 2} ]} ')).toEqual([
    { name: 'a', text: '1.0' },
    { name: 'bc', text: '"\\",}"' },
    { name: 'd', text: '[ 1, {"e": 2} ]' },
  ])
})

test('items have no name', () => {
  expect(jsonParts('[1, {"a:b": ":"}, "x"]')).toEqual([{ text: '1' }, { text: '{"a:b": ":"}' }, { text: '"x"' }])
})

test.each(['{}', '[]', ' [ ] '])('%j has no parts', (json) => {
  expect(jsonParts(json)).toEqual([])
})

test('the parts of any object are its members', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      fc.constantFrom(0, 2),
      (object, space) => {
        const parts = jsonParts(JSON.stringify(object, undefined, space))
        expect(parts.map(({ name, text }) => [name, JSON.parse(text)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(object))),
        )
      },
    ),
  )
})
