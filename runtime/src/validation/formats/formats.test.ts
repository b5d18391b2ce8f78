import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as formats from './index.js'

const require = createRequire(new URL('../../../../templates/package.json', import.meta.url))
const ajv = require('ajv-formats').default(new (require('ajv').Ajv)({ strict: false }))

interface Comparison {
  readonly check: (value: string) => boolean
  /** Legal values and pieces of them, which random ones are made of. */
  readonly legal: readonly string[]
  readonly pieces: readonly string[]
  /** Where we follow the format's own document, and ajv-formats does not. In docs/validators.md too. */
  readonly differs?: {
    readonly where: RegExp
    readonly weAccept?: readonly string[]
    readonly weRefuse?: readonly string[]
  }
}

const digits = ['0', '1', '23', '59', '60', '2026', '2024', '02', '29', '30', '12']
const uriPieces = [
  'a',
  ':',
  '/',
  '//',
  '?',
  '#',
  '@',
  '[::1]',
  '%41',
  '%',
  '1.2.3.4',
  'é',
  ' ',
  '"',
  '{',
  '~',
  '8080',
  'http',
]
const offset = { where: /\s|[+-]\d\d(?:\d\d)?$/i }
const mappedIpv4 = 'http://[::ffff:01.2.3.4]'

const comparisons: Readonly<Record<string, Comparison>> = {
  byte: {
    check: formats.formatByte,
    legal: ['', 'YWJj', 'YWI=', 'YQ=='],
    pieces: ['YW', 'Jj', '=', 'a', '+/', '-', '\n'],
    differs: { where: /\n/, weRefuse: ['abcd\nabcd'] },
  },
  date: {
    check: formats.formatDate,
    legal: ['2024-02-29', '1900-02-28', '2000-12-31'],
    pieces: [...digits, '-', '-', '-0'],
  },
  'date-time': {
    check: formats.formatDateTime,
    legal: ['2024-02-29T23:59:60Z', '2026-01-01t00:00:00.5+23:59', '2016-12-31T15:59:60-08:00'],
    pieces: [...digits, '-', ':', 'T', 'Z', '+01:00', '.5'],
    differs: { ...offset, weRefuse: ['2026-01-01 10:00:00Z', '2026-01-01T10:00:00+0100'] },
  },
  duration: {
    check: formats.formatDuration,
    legal: ['P1Y2M3DT4H5M6S', 'P3W', 'PT36H', 'P1Y2D'],
    pieces: ['P', 'T', '1Y', '2M', '3D', '4H', '5S', '6W', '.5'],
    differs: { where: /^P$/, weRefuse: ['P'] },
  },
  email: {
    check: formats.formatEmail,
    legal: ['joe.bloggs@example.com', "a!#$%&'*+/=?^_`{|}~-@x-y.org"],
    pieces: ['a', 'b1', '.', '@', '-', '"', '[', ' ', 'example.com', '_', '+'],
    differs: {
      where: /^"|@[^.]*$|@\[/,
      weAccept: ['joe@localhost', '"joe bloggs"@example.com', 'joe@[127.0.0.1]', 'joe@[IPv6:::1]'],
      weRefuse: [`${'a'.repeat(65)}@example.com`],
    },
  },
  hostname: {
    check: formats.formatHostname,
    legal: ['www.example.com', 'h', '1.2.3.4', 'a--b', 'a'.repeat(63)],
    pieces: ['a', 'b-c', '-', '.', '_', '0', 'é', 'a'.repeat(31)],
    differs: { where: /\.$/, weRefuse: ['example.com.'] },
  },
  ipv4: {
    check: formats.formatIpv4,
    legal: ['0.0.0.0', '255.255.255.255', '10.20.30.4'],
    pieces: ['.', '0', '1', '25', '255', '256', '1.2.3.', 'a'],
    differs: { where: /(?:^|\.)0\d/, weRefuse: ['01.2.3.4'] },
  },
  ipv6: {
    check: formats.formatIpv6,
    legal: ['::', '::1', '1::', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '1::8'],
    pieces: [':', '::', '1', 'abcd', 'ABCDE', '1:2:3:', '1.2.3.4', '.', 'g'],
  },
  'iso-date-time': {
    check: formats.formatIsoDateTime,
    legal: ['2024-02-29T23:59:59', '2026-01-01T00:00:00Z'],
    pieces: [...digits, '-', ':', 'T', 'Z', '+01:00', '.5'],
    differs: { ...offset, weRefuse: ['2026-01-01 10:00:00', '2026-01-01T10:00:00+01'] },
  },
  'iso-time': {
    check: formats.formatIsoTime,
    legal: ['23:59:59', '00:00:00.25-01:30'],
    pieces: [...digits, ':', 'Z', '+01:00', '.5'],
    differs: { ...offset, weRefuse: ['10:00:00+01'] },
  },
  'json-pointer': {
    check: formats.formatJsonPointer,
    legal: ['', '/', '/a/b', '/~0/~1', '/\n'],
    pieces: ['/', 'a', '~', '0', '1', '~0', '#', ' '],
  },
  'json-pointer-uri-fragment': {
    check: formats.formatJsonPointerUriFragment,
    legal: ['#', '#/a', '#/~1/%41'],
    pieces: ['#', '/', 'a', '~', '0', '~1', '%41', '%', '?'],
    differs: { where: /\?/, weAccept: ['#/a?'] },
  },
  regex: {
    check: formats.formatRegex,
    legal: ['^a$', '\\p{L}', '[\\-]', '(?<y>a)', '\\\\Z'],
    pieces: ['(', ')', '[', ']', '\\d', '\\', '*', 'a', '{2}', '?', '|'],
    differs: { where: /\\/, weRefuse: ['\\Z', 'a\\A', '(?i)a'], weAccept: ['\\\\Z', '\\-'] },
  },
  'relative-json-pointer': {
    check: formats.formatRelativeJsonPointer,
    legal: ['0', '1/a', '20#', '0//'],
    pieces: ['0', '1', '/', '#', 'a', '~', '~1'],
  },
  time: {
    check: formats.formatTime,
    legal: ['23:59:60Z', '00:00:00.25-01:30', '01:29:60+01:30'],
    pieces: [...digits, ':', 'Z', '+01:00', '.5'],
    differs: { ...offset, weRefuse: ['10:00:00+01'] },
  },
  uri: {
    check: formats.formatUri,
    legal: ['http://u:p@[::1]:8080/a/b?c#d', 'urn:a:b', 'file:///x', 'a://%41.b:/'],
    pieces: ['a:', ...uriPieces],
    differs: {
      where: /^[a-z]+:(?:[?#]|$)|\[|:\/\/[^/?#]*:(?!\d*(?:[/?#]|$))/i,
      weAccept: ['a:', 'http:?x'],
      weRefuse: [mappedIpv4, 'http://a:b/'],
    },
  },
  'uri-reference': {
    check: formats.formatUriReference,
    legal: ['', '#', '?a', '//h', '/a', 'a/b', './a:b', 'http://h'],
    pieces: uriPieces,
    differs: { where: /"|\[|^[^/?#]*:/, weRefuse: ['/a"b', '1:b', mappedIpv4], weAccept: ['a:', './1:b'] },
  },
  'uri-template': {
    check: formats.formatUriTemplate,
    legal: ['', 'a/{b}', '{+a,b*,c:3}', '{?q}{&r}', 'é😀', '{%41_}'],
    pieces: ['a', '{', '}', '{b}', ',', '*', ':', ':12', '+', '%41', '%', ' ', '|', '/'],
    differs: {
      where: /['\u007f]|\{[^}]*\.|\p{Surrogate}/u,
      weAccept: ["a'b", '{a.b}'],
      weRefuse: ['{a..b}', '\u007f', '\ud800'],
    },
  },
  url: {
    check: formats.formatUri,
    legal: ['http://example.com/a'],
    pieces: uriPieces,
    differs: { where: /^/, weAccept: ['http://localhost', 'urn:a'], weRefuse: ['http://é.com'] },
  },
  uuid: {
    check: formats.formatUuid,
    legal: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6'],
    pieces: ['f81d4fae', '-', '7dec', '00a0c91e6bf6', 'g', '-7dec-11d0-a765-00a0c91e6bf6'],
    differs: { where: /^urn:/, weRefuse: ['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6'] },
  },
}

const cases = Object.entries(comparisons).map(([format, comparison]) => ({ format, ...comparison }))

test.each(cases)(
  '$format is to us what it is to ajv-formats, but where it is documented',
  ({ format, check, legal, pieces, differs }) => {
    const judge = ajv.compile({ type: 'string', format })
    const made = fc.array(fc.constantFrom(...pieces, ...legal), { maxLength: 6 }).map((parts) => parts.join(''))
    const mutated = fc
      .tuple(fc.constantFrom(...legal), fc.nat(30), fc.nat(2), fc.constantFrom('', ...pieces))
      .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut))

    fc.assert(
      fc.property(fc.oneof(made, mutated, fc.constantFrom(...legal)), (value) => {
        if (differs?.where.test(value)) return
        expect({ value, isValid: check(value) }).toEqual({ value, isValid: judge(value) })
      }),
      { numRuns: 3_000, seed: 7 },
    )
  },
)

test.each(cases)('$format takes what its document calls legal, and nothing else', ({ check, legal, differs }) => {
  const taken = [...legal, ...(differs?.weAccept ?? [])]

  expect(taken.filter((value) => !check(value))).toEqual([])
  expect((differs?.weRefuse ?? []).filter(check)).toEqual([])
})

test.each([
  ['int32', formats.formatInt32, [0, -(2 ** 31), 2 ** 31 - 1], [2 ** 31, -(2 ** 31) - 1, 0.5]],
  ['int64', formats.formatInt64, [0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER], [2 ** 53, 0.5]],
] as const)('%s is an integer in its range', (_, check, legal, illegal) => {
  expect(legal.map((value) => check(value))).toEqual(legal.map(() => true))
  expect(illegal.map((value) => check(value))).toEqual(illegal.map(() => false))
})

/** Text of any size comes from outside: none may keep the process busy or end it. */
test.each(cases)('$format judges long texts of every shape without failing', ({ check, legal, pieces }) => {
  const texts = [...pieces, ...legal].flatMap((piece) => {
    const long = piece.repeat(Math.ceil(100_000 / Math.max(piece.length, 1)))
    return [long, `${legal[0]}${long}`, `${long}\u0000`, `${long}!`]
  })

  expect(texts.map((text) => typeof check(text))).toEqual(texts.map(() => 'boolean'))
})
