import { expect, test } from 'vitest'
import { closest } from './closest.js'

const known = ['contract', 'importExtension', 'out', 'perspective']

test.each([
  ['contarct', 'contract'],
  ['Contract', 'contract'],
  ['importExtention', 'importExtension'],
  ['ou', 'out'],
  ['outt', 'out'],
  ['elephant', undefined],
  ['', undefined],
])('takes %j for %j', (word, meant) => {
  expect(closest(word, known)).toBe(meant)
})
