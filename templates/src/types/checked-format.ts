/** Formats that the generated validators check. Any other says nothing about a value. */
const checkedFormats = new Set([
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'uuid',
  'regex',
  'json-pointer',
  'json-pointer-uri-fragment',
  'relative-json-pointer',
  'byte',
  'iso-time',
  'iso-date-time',
  'int32',
  'int64',
])

export const isCheckedFormat = (format: string): boolean => checkedFormats.has(format)
