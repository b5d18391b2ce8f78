import { remembered } from '../../message/remembered.js'
import { type AddressWord, addressOf, wordsOf } from '../../transport/address-words.js'
import type { Place, Source } from '../../transport/place.js'
import { decodeToken, tokenEncoder } from '../../transport/token.js'

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

const encodeToken = tokenEncoder('*>')

export function subjectsUnder(prefix: string): Subjects {
  const start = prefix === '' ? [] : [prefix]
  const own = (...parts: readonly string[]) => [...start, 'tidings', ...parts.map(encodeToken)].join('.')
  const open = start.map((word) => `${word}.`).join('')
  const domain = remembered((application) => own('domain', application))
  const ofFamily = remembered((family) => tokensOf(wordsOf({ address: family })))
  const locate = ({ address, family = address, application }: Place | Source) => {
    const tokens = family === address ? ofFamily(family) : tokensOf(wordsOf({ address, family }))
    return application === undefined ? `${open}${guarded(tokens)}` : `${domain(application)}.${tokens}`
  }
  return {
    own,
    of: locate,
    filterOf: locate,
    familyOf: ({ address, family = address, application }) =>
      locate({ address: family, ...(application !== undefined && { application }) }),
    domainOf: (application) => `${domain(application)}.>`,
    addressIn(subject, source) {
      const head = source.application === undefined ? start : domain(source.application).split('.')
      const tokens = subject.split('.')
      if (head.some((token, index) => tokens[index] !== token)) return undefined
      return addressOf(tokens.slice(head.length).map(decodeToken), source)
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

const tokensOf = (words: readonly AddressWord[]): string =>
  words.map((word) => (word === undefined ? '*' : encodeToken(word))).join('.')

/** No address reaches what is the server's or ours. */
function guarded(tokens: string): string {
  const isTaken = /^(?:\$|(?:_INBOX|tidings)(?:\.|$))/.test(tokens)
  return isTaken ? `%${tokens.charCodeAt(0).toString(16).toUpperCase()}${tokens.slice(1)}` : tokens
}
