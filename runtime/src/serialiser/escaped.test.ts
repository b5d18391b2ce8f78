import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escaped, quoted } from './escaped.js'

test('any text is written as JSON.stringify writes it', () => {
  const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 60 })
  const odd = fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '\u2028', 'é', '\ud800', '\udc00', '😀'),
  })
  const text = fc.oneof(
    plain,
    odd,
    fc.tuple(plain, odd).map((both) => both.join('')),
  )
  fc.assert(
    fc.property(text, (value) => {
      expect(quoted(value)).toBe(JSON.stringify(value))
      expect(`"${escaped(value)}"`).toBe(JSON.stringify(value))
    }),
    { numRuns: 2_000 },
  )
})
