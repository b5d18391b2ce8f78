import type { Check } from './check.js'

const strings =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value !== 'string' || pattern.test(value)

const integers =
  (limit: number): Check =>
  (value) =>
    typeof value !== 'number' || (Number.isInteger(value) && value >= -limit && value < limit)

const date = '\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)'
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)'
const path = "[\\w./~:@!$&'()*+,;=-]"
const url = `[a-zA-Z][a-zA-Z0-9+.-]*:(?://[a-zA-Z0-9.-]+(?::\\d{1,5})?(?:/${path}*)?|[a-zA-Z0-9.-]${path}*)`
const ending = `(?:\\?${path}*)?(?:#${path}*)?`

/**
 * The usual values of the usual formats: narrower than what the specifications allow, so that nothing passes that
 * another reader of them refuses.
 */
export const formats: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['date', strings(new RegExp(`^${date}$`))],
  ['date-time', strings(new RegExp(`^${date}T${time}$`))],
  ['time', strings(new RegExp(`^${time}$`))],
  ['uuid', strings(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i)],
  ['email', strings(/^[a-z\d_+-]+(?:\.[a-z\d_+-]+)*@(?:[a-z\d]+(?:-[a-z\d]+)*\.)+[a-z\d]+$/i)],
  ['uri', strings(new RegExp(`^${url}${ending}$`))],
  ['uri-reference', strings(new RegExp(`^(?:${url}|/?[\\w.~-]+(?:/[\\w.~-]+)*/?)?${ending}$`))],
  ['uri-template', strings(/^(?:[\w./~:@!$&()*+,;=?#-]|\{[a-zA-Z\d_]+\})*$/)],
  ['regex', (value) => typeof value !== 'string' || isPattern(value)],
  ['int32', integers(2 ** 31)],
  ['int64', integers(2 ** 63)],
  ['float', () => true],
  ['double', () => true],
  ['password', () => true],
  ['binary', () => true],
])

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    // Ajv takes this anchor of other dialects for a mistake
    return !text.includes('\\Z')
  } catch {
    return false
  }
}
