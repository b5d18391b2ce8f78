import { type AddressWord, addressOf, wordsOf } from '../../transport/address-words.js'
import { isAddressFamily } from '../../transport/match-address.js'
import type { Place, Source } from '../../transport/place.js'
import { decodeLevel, encodeLevel, encodeName } from './words.js'

/** Topics of our own, below `tidings/`. */
export type OwnTopic = 'dead' | 'redriven' | 'subscriptions' | 'members' | 'gone' | 'claims' | 'marks'

/**
 * Where an address is in MQTT: the address itself is the topic. Where it has parameters each is a level of its own;
 * what a level cannot hold is percent-encoded. What belongs to an application stands below `tidings/domain/` and its
 * name.
 */
export interface Topics {
  /** The topic to publish to. */
  of(place: Place): string
  /** The topic filter of a source. */
  filterOf(source: Source): string
  /** The address that a message on this topic was carried to, if the source is where it comes from. */
  addressIn(topic: string, source: Source): string | undefined
  /** A topic of our own; the parts are told apart whatever they hold. */
  own(topic: OwnTopic, ...parts: readonly string[]): string
  /** By which the broker knows one of a subscription's sessions. */
  clientId(application: string | undefined, subscription: string, session: number): string
}

export function topicsUnder(prefix: string): Topics {
  const start = prefix === '' ? [] : [prefix]
  const domain = (application: string) => [...start, 'tidings', 'domain', encodeName(application)]
  const locate = (application: string | undefined, words: readonly AddressWord[]) => {
    const levels = words.map((word) => (word === undefined ? '+' : encodeLevel(word)))
    return (application === undefined ? [...start, ...guarded(levels)] : [...domain(application), ...levels]).join('/')
  }
  const named = (parts: readonly string[]) => [...start, ...parts.map(encodeName)].join('.')
  return {
    of: (place) => locate(place.application, levelsOf(place)),
    filterOf: (source) => locate(source.application, levelsOf(source)),
    addressIn(topic, source) {
      const head = source.application === undefined ? start : domain(source.application)
      const levels = topic.split('/')
      if (head.some((level, index) => levels[index] !== level)) return undefined
      const words = levels.slice(head.length).map(decodeLevel)
      if (hasParameters(source)) return addressOf(words, source)
      return topic === locate(source.application, levelsOf(source)) ? source.address : undefined
    },
    own: (topic, ...parts) => [...start, 'tidings', topic, ...parts.map(encodeName)].join('/'),
    clientId: (application = '', subscription, session) => named(['tidings', application, subscription, `${session}`]),
  }
}

/** Without parameters the address stands as it is, whatever separates its words. */
const levelsOf = (place: Pick<Place, 'address' | 'family'>): readonly AddressWord[] =>
  hasParameters(place) ? wordsOf(place) : place.address.split('/')

const hasParameters = ({ address, family = address }: Pick<Place, 'address' | 'family'>) => isAddressFamily(family)

/** No address reaches what is the broker's or ours. */
function guarded([first = '', ...rest]: readonly string[]): readonly string[] {
  if (first === '' && rest.length === 0) return ['%']
  const isTaken = /^(?:\$|tidings$)/.test(first)
  return [isTaken ? `%${first.charCodeAt(0).toString(16).toUpperCase()}${first.slice(1)}` : first, ...rest]
}
