import { expect, test } from 'vitest'
import { remembered } from './remembered.js'

test('what was made of a text is made once', () => {
  const made: string[] = []
  const upper = remembered((text) => {
    made.push(text)
    return text.toUpperCase()
  })

  expect([upper('a'), upper('b'), upper('a')]).toEqual(['A', 'B', 'A'])
  expect(made).toEqual(['a', 'b'])
})

test('of ever new texts, and of long ones, only so much is kept', () => {
  let count = 0
  const counted = remembered((text) => ({ text, count: ++count }))
  const [first, long] = ['0', 'x'.repeat(201)]
  for (let index = 0; index < 1_001; index++) counted(String(index))
  count = 0
  for (const text of [first, '1000', '1000', long, long]) counted(text)

  expect(count).toBe(4)
})
