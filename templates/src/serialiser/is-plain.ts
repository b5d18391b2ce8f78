import type { Json, SchemaObject } from '@tidings/contract'
import { patternOf } from '../validator/pattern.js'

/** Whether a schema admits no string in which JSON has to escape something. */
export const isPlain = ({ const: constant, enum: values, format, pattern }: SchemaObject): boolean =>
  isPlainText(constant) ||
  (values?.every(isPlainText) ?? false) ||
  (format !== undefined && plainFormats.has(format)) ||
  (pattern !== undefined && isPlainPattern(pattern))

/** Formats that leave no room for a quote or a backslash, by what the runtime checks of them. */
const plainFormats: ReadonlySet<string> = new Set([
  ...['byte', 'date', 'date-time', 'duration', 'ipv4', 'ipv6', 'iso-date-time', 'iso-time', 'time', 'uuid'],
])

const isPlainText = (value: Json | undefined): boolean =>
  typeof value === 'string' && JSON.stringify(value) === `"${value}"`

/**
 * Whether a pattern is a simple one, anchored at both ends, of nothing but characters that need no escape: groups,
 * alternatives inside them, quantifiers and classes without a range that could hold a quote or a backslash.
 */
function isPlainPattern(pattern: string): boolean {
  // One that nobody can read is not checked.
  if (!simple.test(pattern) || patternOf(pattern) === undefined) return false
  let depth = 0
  for (const [token] of pattern.matchAll(/\\.|\[[^\]]*\]|[()|]/g)) {
    if (token === '|' && depth === 0) return false
    if (token === '(') depth++
    if (token === ')') depth--
  }
  return true
}

const member = String.raw`(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|\\[dw.+/-]|[A-Za-z0-9_ .:,;@/+])`
const simple = new RegExp(
  String.raw`^\^(?:\[${member}+-?\]|\\[dw.+/()[\]{}|?*$^-]|\((?:\?:)?|[)|?*+]|\{[0-9]+(?:,[0-9]*)?\}|[A-Za-z0-9_ :;@/#%,=-])*\$$`,
)
