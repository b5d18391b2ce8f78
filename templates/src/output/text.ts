import { type Code, code, raw } from './code.js'
import { isIdentifierName } from './identifier.js'

/**
 * A TypeScript string literal that holds exactly `value`. Quoted as our formatter would: single quotes, unless
 * double ones save escapes. Nothing in it can end the literal, the line or an inline script, be misread by a
 * tool (linters take `${` for a forgotten back-tick) or hide from a reviewer (control characters, lone surrogates and
 * marks of text direction are escaped).
 */
export function string(value: string): Code {
  return raw(quoted(value))
}

/** The same as text. For the printing primitives of this folder alone. */
export function quoted(value: string): string {
  const singles = value.split("'").length
  const doubles = value.split('"').length
  const quote = singles > doubles ? '"' : "'"
  return quote + escapeText(value, quote) + quote
}

/** A property's name: bare where it is an identifier, else quoted. */
export function propertyName(name: string): Code {
  return isIdentifierName(name) ? raw(name) : string(name)
}

/** A property's name in an object literal, where `__proto__:` would set the prototype. */
export function literalKey(name: string): Code {
  return name === '__proto__' ? code`[${string(name)}]` : propertyName(name)
}

/**
 * What must not stand in source as itself: control characters, lone surrogates, separators of lines, and what is
 * invisible or turns the direction of text. The joiners inside emoji and Indic words may stay.
 */
const hidden = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu

const short: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
}

function escapeText(value: string, quote: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll(/<(?=\/script|script|!--)/gi, '\\u003c')
    .replaceAll('${', '\\u0024{')
    .replaceAll('sourceMappingURL=', 'sourceMappingURL\\u003d')
    .replaceAll(hidden, (character) => short[character] ?? escaped(character))
}

/** Makes hidden characters visible as `\u202e`: for comments, where an escape is only text. */
export const showHidden = (text: string): string => text.replaceAll(hidden, escaped)

const escaped = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
