import type { Json } from '@tidings/contract'
import fc from 'fast-check'

/** The same value with some other texts: such as JSON escapes, and such as it does not. */
export const withOddTexts = (value: Json): fc.Arbitrary<Json> =>
  changed(value, (text) => (typeof text === 'string' ? fc.oneof(fc.constant(text), oddText) : fc.constant(text)))

const oddText = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '\u007f', '\u2028', 'é', '\ud800', '\udc00', '😀', '/'),
  maxLength: 30,
})

/** The same value with members that nobody declared in some of its objects. */
export const withUndeclared = (value: Json): fc.Arbitrary<Json> =>
  changed(value, (inner) =>
    isObject(inner)
      ? fc
          .dictionary(fc.constantFrom('undeclared', 'a', 'x"y', '__proto__', '1'), fc.jsonValue({ maxDepth: 1 }), {
            maxKeys: 2,
          })
          .map((others) => ({ ...(others as { readonly [name: string]: Json }), ...inner }))
      : fc.constant(inner),
  )

function changed(value: Json, change: (inner: Json) => fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  if (isList(value)) return fc.tuple(...value.map((item) => changed(item, change)))
  if (!isObject(value)) return change(value)
  const members = Object.entries(value).map(([name, inner]) => fc.tuple(fc.constant(name), changed(inner, change)))
  return fc.tuple(...members).chain((entries) => change(Object.fromEntries(entries)))
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value)
