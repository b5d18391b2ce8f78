import { addressMatcher } from '../../transport/match-address.js'
import type { Place, Source } from '../../transport/place.js'
import { decodeToken, encodeToken } from './token.js'

/**
 * Where an address is in NATS. `orders/confirmed` and `orders.confirmed` are both the subject `orders.confirmed`, a
 * parameter is a token of its own, and what a token cannot hold is percent-encoded. What belongs to an application
 * stands below `tidings.domain.` and its name.
 */
export interface Subjects {
  /** The subject to publish to. */
  of(place: Place): string
  /** The subjects, with wildcards, that a subscription to the source takes. */
  filterOf(source: Source): string
  /** All subjects of the channel that a place or source belongs to. */
  familyOf(place: Place | Source): string
  /** The address that a message on this subject was carried to, if the source is where it comes from. */
  addressIn(subject: string, source: Source): string | undefined
  /** Whatever an application keeps inside it. */
  domainOf(application: string): string
  /** A subject of our own; the parts are told apart whatever they hold. */
  own(...parts: readonly string[]): string
}

export function subjectsUnder(prefix: string): Subjects {
  const start = prefix === '' ? [] : [prefix]
  const own = (...parts: readonly string[]) => [...start, 'tidings', ...parts.map(encodeToken)].join('.')
  const locate = (application: string | undefined, tokens: readonly string[]) =>
    application === undefined
      ? [...start, ...guarded(tokens)].join('.')
      : [own('domain', application), ...tokens].join('.')
  return {
    own,
    of: (place) => locate(place.application, tokensOf(place)),
    filterOf: (source) => locate(source.application, tokensOf(source)),
    familyOf: ({ address, family = address, application }) => locate(application, tokensOf({ address: family })),
    domainOf: (application) => `${own('domain', application)}.>`,
    addressIn(subject, source) {
      const head = source.application === undefined ? start : own('domain', source.application).split('.')
      const tokens = subject.split('.')
      if (head.some((token, index) => tokens[index] !== token)) return undefined
      const address = tokens
        .slice(head.length)
        .map(decodeToken)
        .join(separatorOf(source.family ?? source.address))
      return addressMatcher(source.address)(address) ? address : undefined
    },
  }
}

/** Whether every subject of one pattern is one of another too. */
export function covers(pattern: string, part: string): boolean {
  const wide = pattern.split('.')
  const narrow = part.split('.')
  for (const [index, token] of wide.entries()) {
    if (token === '>') return narrow.length > index
    const other = narrow[index]
    if (other === undefined || other === '>') return false
    if (token !== '*' && token !== other) return false
  }
  return wide.length === narrow.length
}

/** A slash separates where there is one; else a dot does. */
const separatorOf = (template: string): '/' | '.' => (template.replace(/\{[^{}]+\}/g, '').includes('/') ? '/' : '.')

function tokensOf({ address, family = address }: Pick<Place, 'address' | 'family'>): readonly string[] {
  const separator = separatorOf(family)
  const words = family === address ? address.split(separator) : wordsIn(address, family, separator)
  return words.map((word) => (/\{[^{}]+\}/.test(word) ? '*' : encodeToken(word)))
}

/** The words of an address; a value of a parameter stays whole, also where it holds what separates words. */
function wordsIn(address: string, family: string, separator: '/' | '.'): readonly string[] {
  const words = family.split(separator)
  const pattern = words.map(
    (word) =>
      `(${word
        .split(/\{[^{}]+\}/)
        .map(escapePattern)
        .join('[^/]+?')})`,
  )
  const found = new RegExp(`^${pattern.join(escapePattern(separator))}$`, 'u').exec(address)
  return found?.slice(1) ?? address.split(separator)
}

/** No address reaches what is the server's or ours. */
function guarded([first = '', ...rest]: readonly string[]): readonly string[] {
  const isTaken = /^(?:\$|_INBOX$|tidings$)/.test(first)
  return [isTaken ? `%${first.charCodeAt(0).toString(16).toUpperCase()}${first.slice(1)}` : first, ...rest]
}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
