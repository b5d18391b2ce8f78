import type { Json } from '@tidings/contract'
import { type Code, code, either, join, list, nothing, raw } from './code.js'
import { continued } from './continued.js'
import { printCode } from './print-code.js'
import { literalKey, string } from './text.js'

/** A JSON value as a TypeScript expression, broken into lines where it is long. */
export function literal(value: Json): Code {
  if (typeof value === 'string') return string(value)
  if (typeof value === 'number') return numberLiteral(value)
  if (value === null || typeof value === 'boolean') return raw(String(value))
  if (isArray(value)) return arrayLiteral(value)
  return objectLiteral(Object.entries(value).map(([name, member]) => [name, literal(member)]))
}

/** An object literal of code by property name, or as it stands where the name is the code: `{ a: 1, b }`. */
export function objectLiteral(
  members: readonly (Code | readonly [string, Code | undefined])[],
  options: { readonly broken?: boolean } = {},
): Code {
  const printed = members.map((each) => {
    if ('parts' in each) return each
    const [name, value] = each
    return value === undefined ? nothing : member(literalKey(name), value)
  })
  return list('{', printed, '}', { spaced: true, ...options })
}

/** Our formatter moves a long text to a line of its own, except after a key so short that little is won. */
function member(key: Code, value: Code): Code {
  const [text] = value.parts
  const isText = value.parts.length === 1 && typeof text === 'string' && /^['"]/.test(text)
  return isText && printCode(key).length > 4 ? code`${key}:${continued(value)}` : code`${key}: ${value}`
}

/** As our formatter writes them: `1e21`, not `1e+21`. */
const numberLiteral = (value: number): Code => raw(Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e'))

function arrayLiteral(values: readonly Json[]): Code {
  const items = values.map(literal)
  if (values.length > 1 && values.every((value) => typeof value === 'number')) return numbers(items)
  const broken = values.length > 1 && (values.every(isLongArray) || values.every(isLongObject))
  return list('[', items, ']', { broken })
}

/** Our formatter fills lines with numbers, and with nothing else. */
function numbers(items: readonly Code[]): Code {
  const filled = items.map((item, at) =>
    at === 0 ? code`${item},` : either(code` ${item},`, code`${raw('\n')}${item},`),
  )
  return either(
    code`[${join(items)}]`,
    code`
    [
      ${join(filled, '')}
    ]
  `,
  )
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
const isLongArray = (value: Json) => isArray(value) && value.length > 1
const isLongObject = (value: Json) =>
  typeof value === 'object' && value !== null && !isArray(value) && Object.keys(value).length > 1
