import { remembered } from '../message/remembered.js'
import { formatDateTime, formatUri, formatUriReference } from '../validation/formats/index.js'
import type { Report } from './own-copy.js'
import { pointerTo } from './pointer.js'

/** The attributes that CloudEvents 1.0.2 itself defines, and the two names that its formats keep for data. */
const reserved = new Set([
  ...['id', 'source', 'type', 'specversion', 'time', 'subject', 'datacontenttype', 'dataschema', 'data'],
  // Where a message's own headers travel as JSON text.
  'messageheaders',
])

const members = new Set(['id', 'time', 'source', 'subject', 'dataschema', 'headers', 'extensions'])

/** Reports what the context of an event may not be, by CloudEvents 1.0.2. Headers are left to their schema. */
export const checkContext = (context: unknown, report: Report): void => {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    report('', `Invalid type: expected an object but received ${print(context)}`, 'type')
    return
  }
  for (const [name, value] of Object.entries(context)) {
    if (members.has(name) && isSound(name, value)) continue
    const say = (message: string, keyword: string) => report(pointerTo([name]), message, keyword)
    if (!members.has(name)) say(`Invalid member: expected one of ${[...members].join(', ')}`, 'additionalProperties')
    else if (value !== undefined && name === 'extensions') checkExtensions(value, report)
    else if (value !== undefined && name !== 'headers') checkAttribute(name, value, say)
  }
}

type Say = (message: string, keyword: string) => void

/** The short way for text that stands in nearly every event: `false` for what must be looked at again. */
export const isSound = (name: string, value: unknown): boolean => {
  if (typeof value !== 'string' || !isVisible(value)) return false
  switch (name) {
    case 'specversion':
      return value === '1.0'
    case 'time':
      return formatDateTime(value)
    case 'source':
      return isSource(value)
    case 'dataschema':
      return formatUri(value)
    default:
      return isAttributeName(name)
  }
}

/** A stream of events has few sources, and each comes again and again. */
const isSource = (text: string): boolean => {
  if (knownSources.has(text)) return true
  const isGood = formatUriReference(text)
  if (isGood && knownSources.size < 1000 && text.length <= 200) knownSources.add(text)
  return isGood
}

const knownSources = new Set<string>()

/** A loop, for it costs less than a pattern where texts are as short as these. */
const isVisible = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e) return false
  }
  return text !== ''
}

/** Reports what an attribute that CloudEvents defines may not be. */
export const checkAttribute = (name: string, value: unknown, say: Say) => {
  if (name === 'time' && value instanceof Date) {
    if (Number.isNaN(value.getTime())) say('Invalid time: expected an instant but received an invalid Date', 'format')
  } else if (typeof value !== 'string') say(`Invalid type: expected string but received ${print(value)}`, 'type')
  else if (value === '') say('Invalid length: expected at least 1 character but received none', 'minLength')
  else {
    checkText(value, say)
    if (formats[name]?.accepts(value) === false) {
      say(`Invalid ${name}: expected ${formats[name].expected} but received ${print(value)}`, 'format')
    }
  }
}

const formats: Readonly<Record<string, { accepts(text: string): boolean; expected: string }>> = {
  time: { accepts: formatDateTime, expected: 'an RFC 3339 instant such as 2026-03-01T12:00:00Z' },
  source: { accepts: formatUriReference, expected: 'a URI reference (no spaces, other characters percent-encoded)' },
  dataschema: { accepts: formatUri, expected: 'an absolute URI' },
}

const checkExtensions = (extensions: unknown, report: Report) => {
  if (typeof extensions !== 'object' || extensions === null || Array.isArray(extensions)) {
    report('/extensions', `Invalid type: expected an object but received ${print(extensions)}`, 'type')
    return
  }
  for (const [name, value] of Object.entries(extensions)) {
    const say = (message: string, keyword: string) => report(pointerTo(['extensions', name]), message, keyword)
    if (!isAttributeName(name)) say('Invalid name: expected lower-case letters and digits only', 'propertyNames')
    if (reserved.has(name))
      say('Invalid name: expected an extension but received a name with another use', 'propertyNames')
    checkExtension(value, say)
  }
}

/** Reports what may not be the text of an attribute. */
export const checkDerived = (name: string, text: string | undefined, report: Report): void => {
  if (text !== undefined && !isSound(name, text))
    checkAttribute(name, text, (message, keyword) => report(pointerTo([name]), message, keyword))
}

/** Section "Attribute Naming Convention". */
export const isAttributeName = (name: string): boolean => {
  // A loop, for it costs less than a pattern where texts are as short as these.
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at)
    if ((code < 0x61 || code > 0x7a) && (code < 0x30 || code > 0x39)) return false
  }
  return name !== ''
}

/** Whether a name may stand for an extension attribute. */
export const isExtensionName = remembered((name) => !reserved.has(name) && isAttributeName(name))

/** CloudEvents knows integers of 32 bits, and no other numbers. */
export const isInteger32 = (value: number): boolean => (value | 0) === value

/** Reports what an extension attribute may not be. */
export const checkExtension = (value: unknown, say: Say) => {
  if (value === undefined || typeof value === 'boolean' || value instanceof Uint8Array) return
  if (typeof value === 'string') checkText(value, say)
  else if (typeof value !== 'number') {
    say(`Invalid type: expected string, integer, boolean or bytes but received ${print(value)}`, 'type')
  } else if (!isInteger32(value)) {
    say(`Invalid value: expected an integer of 32 bits but received ${value}; use a string`, 'type')
  }
}

/** Section "Type System", String. */
const forbidden = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u

const checkText = (text: string, say: Say) => {
  const found = forbidden.exec(text)?.[0].codePointAt(0)
  if (found === undefined) return
  say(
    `Invalid character: expected no control characters but received U+${found.toString(16).toUpperCase().padStart(4, '0')}`,
    'pattern',
  )
}

const print = (value: unknown) =>
  typeof value === 'string' ? JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value) : nameOfType(value)

const nameOfType = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
