/** What is known of the strings of a format beyond what its check says of one. */
export interface FormatKnowledge {
  readonly samples: readonly string[]
  /** Of how many characters, at least and at most. */
  readonly length: readonly [number, number]
  /** Formats that take all that this one takes. */
  readonly within: readonly string[]
  /** A pattern that all of its strings match. */
  readonly outer?: string
  /** A pattern that matches its strings alone, not all of them. */
  readonly inner?: string
}

const any: readonly [number, number] = [0, Number.POSITIVE_INFINITY]
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const date = '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])'
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?'
const offset = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])'
const likely = (source: string) => ({ outer: `^${source}$` })
const exactly = (source: string) => ({ outer: `^${source}$`, inner: `^${source}$` })

/** By the name of the format; all that have a check are here. */
export const formats: ReadonlyMap<string, FormatKnowledge> = new Map<string, FormatKnowledge>([
  [
    'byte',
    {
      samples: ['YWJj', '', 'YQ=='],
      length: any,
      within: [],
      ...exactly('(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?'),
    },
  ],
  [
    'date',
    {
      samples: ['2026-01-31', '2024-02-29'],
      length: [10, 10],
      within: [],
      ...likely(date),
      inner: '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$',
    },
  ],
  [
    'date-time',
    {
      samples: ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+01:00'],
      length: [20, Number.POSITIVE_INFINITY],
      within: ['iso-date-time'],
      ...likely(`${date}[Tt]${time}${offset}`),
    },
  ],
  [
    'duration',
    {
      samples: ['PT1H', 'P1D', 'P1Y2M3DT4H5M6S', 'P3W'],
      length: [3, Number.POSITIVE_INFINITY],
      within: [],
      ...likely('P[0-9YMDWTHS]+'),
    },
  ],
  [
    'email',
    {
      samples: ['mario@example.com', 'm@x', '"mario rossi"@example.com'],
      length: [3, 318],
      within: [],
      ...likely('[ -~]+@[ -~]+'),
    },
  ],
  [
    'hostname',
    {
      samples: ['example.com', 'localhost', '1.2.3.4', 'a'],
      length: [1, 253],
      within: ['uri-reference', 'uri-template'],
      ...likely('[A-Za-z0-9.-]+'),
      inner: '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$',
    },
  ],
  [
    'ipv4',
    {
      samples: ['192.0.2.1', '0.0.0.0'],
      length: [7, 15],
      within: ['hostname', 'uri-reference', 'uri-template'],
      ...exactly(`(?:${octet}\\.){3}${octet}`),
    },
  ],
  [
    'ipv6',
    {
      samples: ['2001:db8::1', '::'],
      length: [2, 45],
      within: ['uri-template'],
      ...likely('[0-9A-Fa-f:.]+'),
    },
  ],
  [
    'iso-date-time',
    {
      samples: ['2026-01-31T12:00:00', '2026-01-31T12:00:00Z'],
      length: [19, Number.POSITIVE_INFINITY],
      within: [],
      ...likely(`${date}[Tt]${time}${offset}?`),
    },
  ],
  [
    'iso-time',
    {
      samples: ['12:00:00', '12:00:00Z'],
      length: [8, Number.POSITIVE_INFINITY],
      within: [],
      ...likely(`${time}${offset}?`),
    },
  ],
  ['json-pointer', { samples: ['', '/a/0', '/ä'], length: any, within: [], ...exactly('(?:/(?:[^~/]|~[01])*)*') }],
  [
    'json-pointer-uri-fragment',
    {
      samples: ['#', '#/a/0'],
      length: [1, Number.POSITIVE_INFINITY],
      within: ['uri-reference'],
      ...likely('#[!-~]*'),
    },
  ],
  ['regex', { samples: ['^a$', '', '[a-z]+', 'ä'], length: [0, 10_000], within: [] }],
  [
    'relative-json-pointer',
    {
      samples: ['0', '1/a', '2#'],
      length: [1, Number.POSITIVE_INFINITY],
      within: [],
      ...exactly('(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)'),
    },
  ],
  [
    'time',
    {
      samples: ['12:00:00Z', '12:00:00.5+01:00'],
      length: [9, Number.POSITIVE_INFINITY],
      within: ['iso-time'],
      ...likely(`${time}${offset}`),
    },
  ],
  [
    'uri',
    {
      samples: ['https://example.com/a?b=c', 'urn:a:b', 'a:'],
      length: [2, Number.POSITIVE_INFINITY],
      within: ['url', 'uri-reference', 'uri-template'],
      ...likely('[A-Za-z][A-Za-z0-9+.-]*:[!-~]*'),
    },
  ],
  [
    'uri-reference',
    {
      samples: ['/a/b', '', '#a', 'https://example.com/a'],
      length: any,
      within: ['uri-template'],
      ...likely('[!-~]*'),
      inner: '^[A-Za-z0-9._~-]*(?:/[A-Za-z0-9._~-]+)*$',
    },
  ],
  ['uri-template', { samples: ['/a/{b}', '', 'ä', '/a'], length: any, within: [], inner: '^[A-Za-z0-9._~:/-]*$' }],
  [
    'url',
    {
      samples: ['https://example.com/a?b=c', 'urn:a:b', 'a:'],
      length: [2, Number.POSITIVE_INFINITY],
      within: ['uri', 'uri-reference', 'uri-template'],
      ...likely('[A-Za-z][A-Za-z0-9+.-]*:[!-~]*'),
    },
  ],
  [
    'uuid',
    {
      samples: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
      length: [36, 36],
      within: ['uri-reference', 'uri-template', 'hostname'],
      ...exactly('[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}'),
    },
  ],
])
