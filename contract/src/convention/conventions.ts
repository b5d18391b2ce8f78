import type { Reading } from '../contract/reading.js'
import { readLocation } from '../event/location.js'
import type { Place } from '../finding/finding.js'
import type { EventKind } from '../model/event.js'
import { nearest } from '../reference/dangling.js'
import { isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'

/** `x-event` of a message: what our conventions add to AsyncAPI. */
export interface EventConvention {
  readonly kind?: EventKind
  readonly name?: string
  readonly version?: number
  /** A runtime expression, checked for its form. */
  readonly key?: string
  readonly aggregate?: string
  readonly type?: string
  readonly source?: string
  /** Fixed text or a runtime expression. */
  readonly subject?: string
}

/** `x-events` of the document: defaults for all of its messages. */
export type DocumentConvention = Pick<EventConvention, 'kind' | 'source'>

interface Member {
  readonly expected: string
  readonly example: string
  readonly isLegal: (value: JsonTree) => boolean
}

/** One row of the table in `docs/conventions.md`, and one property of `conventions.schema.json`. */
const members: Readonly<Record<keyof EventConvention, Member>> = {
  kind: {
    expected: '"domain" or "integration"',
    example: 'kind: domain',
    isLegal: (value) => value === 'domain' || value === 'integration',
  },
  name: { expected: 'a name', example: 'name: OrderConfirmed', isLegal: isText },
  version: {
    expected: 'a whole number from 1',
    example: 'version: 2',
    isLegal: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
  },
  key: {
    expected: 'a runtime expression such as "$message.payload#/orderId"',
    example: 'key: $message.payload#/orderId',
    isLegal: (value) => (readLocation(value)?.path.length ?? 0) > 0,
  },
  aggregate: { expected: 'the name of an aggregate', example: 'aggregate: Order', isLegal: isText },
  type: {
    expected: 'a CloudEvents type: text without control characters',
    example: 'type: com.example.order.confirmed.v1',
    isLegal: (value) => isText(value) && value.trim() === value,
  },
  source: {
    expected: 'a URI reference, which holds no blanks',
    example: 'source: /orders',
    isLegal: (value) => isText(value) && isUriReference(value),
  },
  subject: {
    expected: 'text, or a runtime expression such as "$message.payload#/orderId"',
    example: 'subject: $message.payload#/orderId',
    isLegal: (value) => isText(value) && (!value.startsWith('$message') || (readLocation(value)?.path.length ?? 0) > 0),
  },
}

export const eventMembers = Object.keys(members)
export const documentMembers: readonly string[] = ['kind', 'source']

export function readEventConvention(message: JsonObject, reading: Reading): EventConvention {
  return readConvention(message, 'x-event', eventMembers, reading)
}

export function readDocumentConvention(root: JsonObject, reading: Reading): DocumentConvention {
  return readConvention(root, 'x-events', documentMembers, reading)
}

function readConvention(holder: JsonObject, name: string, known: readonly string[], reading: Reading): EventConvention {
  const given = holder[name]
  if (given === undefined) return {}
  if (!isObject(given)) {
    reportIllegal(
      name,
      given,
      'a map',
      `${name}: { kind: integration }`,
      reading.whereabouts.place(holder, name),
      reading,
    )
    return {}
  }
  const convention: Record<string, JsonTree> = {}
  for (const key of Object.keys(given)) {
    const value = given[key] ?? null
    const place = reading.whereabouts.place(given, key)
    const member = known.includes(key) ? members[key as keyof EventConvention] : undefined
    if (member === undefined) {
      const meant = nearest(key, known)
      const mend =
        meant === undefined
          ? 'Remove it, or write it as an x- extension of its own.'
          : `Write "${meant}" if that was meant.`
      reading.reporter.report('unknown-convention', place, {
        where: name,
        member: `"${key}"`,
        known: known.join(', '),
        mend,
      })
    } else if (member.isLegal(value)) {
      convention[key] = value
    } else {
      reportIllegal(`${name}.${key}`, value, member.expected, member.example, place, reading)
    }
  }
  return convention as EventConvention
}

function reportIllegal(
  where: string,
  value: JsonTree,
  expected: string,
  example: string,
  place: Place,
  reading: Reading,
) {
  const text = JSON.stringify(value)
  const actual = text.length > 60 ? `${text.slice(0, 60)}…` : text
  reading.reporter.report('illegal-convention', place, { where, actual, expected, example })
}

function isText(value: JsonTree): value is string {
  return typeof value === 'string' && value.trim() !== '' && !/[\p{Cc}\p{Surrogate}]/u.test(value)
}

/** RFC 3986: the characters of a URI reference, and escapes that are complete. */
function isUriReference(text: string): boolean {
  return /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/u.test(text)
}
