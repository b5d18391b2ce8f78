/** What checks a format: a function of the runtime's SDK entry, by the type of value that it judges. */
export interface Format {
  readonly type: 'string' | 'number'
  readonly check: string
}

/** A format that is known but says nothing that can be checked: `null`. An unknown one: `undefined`. */
export const formatOf = (name: string): Format | null | undefined => formats.get(name)

/** Formats that draft-07, JSON Schema's later drafts, OpenAPI and AsyncAPI name. */
const formats: ReadonlyMap<string, Format | null> = new Map([
  ['binary', null],
  ['byte', string('formatByte')],
  ['date', string('formatDate')],
  ['date-time', string('formatDateTime')],
  ['double', null],
  ['duration', string('formatDuration')],
  ['email', string('formatEmail')],
  ['float', null],
  ['hostname', string('formatHostname')],
  ['int32', number('formatInt32')],
  ['int64', number('formatInt64')],
  ['ipv4', string('formatIpv4')],
  ['ipv6', string('formatIpv6')],
  ['iso-date-time', string('formatIsoDateTime')],
  ['iso-time', string('formatIsoTime')],
  ['json-pointer', string('formatJsonPointer')],
  ['json-pointer-uri-fragment', string('formatJsonPointerUriFragment')],
  ['password', null],
  ['regex', string('formatRegex')],
  ['relative-json-pointer', string('formatRelativeJsonPointer')],
  ['time', string('formatTime')],
  ['uri', string('formatUri')],
  ['uri-reference', string('formatUriReference')],
  ['uri-template', string('formatUriTemplate')],
  ['url', string('formatUri')],
  ['uuid', string('formatUuid')],
])

function string(check: string): Format {
  return { type: 'string', check }
}

function number(check: string): Format {
  return { type: 'number', check }
}
