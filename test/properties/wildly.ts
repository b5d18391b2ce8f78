import type { Json } from '@tidings/contract'
import fc from 'fast-check'

/** Texts that encodings get wrong: of any characters, also of those that JSON, HTTP and UTF-8 treat on their own. */
const wildText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('%', '%41', '"', '\\', ' ', '\n', '\0', '\u2028', '\ufeff', '\ud800', 'é', '😀', '__proto__', '{%'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
})

/** The same values; in some, one text is a wild one, where the value stays valid by it. */
export function wildly(values: fc.Arbitrary<Json>, isValid: (value: Json) => boolean): fc.Arbitrary<Json> {
  return fc.tuple(values, fc.option(wildText), fc.nat()).map(([value, text, at]) => {
    const count = textsIn(value)
    if (text === null || count === 0) return value
    const wild = withText(value, { text, left: at % count })
    return isValid(wild) ? wild : value
  })
}

const textsIn = (value: Json): number => {
  if (typeof value === 'string') return 1
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((count: number, part: Json) => count + textsIn(part), 0)
}

/** With its text of that number replaced, counted from 0. */
function withText(value: Json, next: { readonly text: string; left: number }): Json {
  if (typeof value === 'string') return next.left-- === 0 ? next.text : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part) => withText(part, next))
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withText(part, next)]))
}
