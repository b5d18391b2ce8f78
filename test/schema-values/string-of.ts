import type { SchemaObject } from '@tidings/contract'
import fc from 'fast-check'

/** Strings that are likely to be valid. */
export function stringOf({ format = '', pattern, minLength = 0, maxLength }: SchemaObject): fc.Arbitrary<string> {
  if (pattern !== undefined) return matching(pattern)
  const known = formats[format]
  if (known !== undefined) return known()
  const most = Math.max(minLength, Math.min(maxLength ?? minLength + 12, minLength + 12))
  const words = fc.constantFrom('text', 'Margherita', 'ünïcode ☃', "it's", 'x-1', '42')
  const fits = (text: string) => [...text].length >= minLength && [...text].length <= most
  return fc
    .oneof(words, fc.string({ minLength, maxLength: most }))
    .map((text) => (fits(text) ? text : 'x'.repeat(minLength)))
}

/** Made once: what makes matches of a pattern is slow to come about. */
const matchers = new Map<string, fc.Arbitrary<string>>()

function matching(pattern: string): fc.Arbitrary<string> {
  const known = matchers.get(pattern)
  if (known !== undefined) return known
  const made = matcherOf(pattern)
  matchers.set(pattern, made)
  return made
}

function matcherOf(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 30 })
  } catch {
    return fc.string({ maxLength: 12 })
  }
}

const instants = () =>
  fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())

const formats: Readonly<Record<string, (() => fc.Arbitrary<string>) | undefined>> = {
  'date-time': instants,
  date: () => instants().map((text) => text.slice(0, 10)),
  time: () => instants().map((text) => text.slice(11)),
  duration: () => fc.constantFrom('PT1H', 'P1D', 'P1Y2M3DT4H5M6S', 'PT30M'),
  email: () => fc.constantFrom('mario@example.com', 'luigi+pizza@example.org'),
  hostname: () => fc.domain(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
  uri: () => fc.webUrl(),
  url: () => fc.constantFrom('https://example.com/menu', 'http://example.com:8080/a?b=c'),
  'uri-reference': () => fc.constantFrom('/orders/1', 'orders', 'https://example.com/a#b'),
  'uri-template': () => fc.constantFrom('/orders/{id}', 'https://example.com/{a}'),
  uuid: () => fc.uuid(),
  byte: () => fc.base64String({ minLength: 4, maxLength: 12 }),
  'json-pointer': () => fc.constantFrom('', '/a/b', '/0'),
  'relative-json-pointer': () => fc.constantFrom('0', '1/a'),
  'json-pointer-uri-fragment': () => fc.constantFrom('#/a', '#'),
  regex: () => fc.constantFrom('^a', '[a-z]+'),
  'iso-time': () => instants().map((text) => text.slice(11)),
  'iso-date-time': instants,
}
