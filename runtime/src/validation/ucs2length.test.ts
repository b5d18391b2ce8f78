import fc from 'fast-check'
import { test } from 'vitest'
import { ucs2length } from './ucs2length.js'

test('a string is as long as it has code points, a lone surrogate being one', () => {
  const unit = fc.constantFrom('a', 'é', '😀', '\ud83d', '\ude00')

  fc.assert(fc.property(fc.array(unit), (units) => ucs2length(units.join('')) === [...units.join('')].length))
})
