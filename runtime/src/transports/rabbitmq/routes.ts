import { type AddressWord, addressOf, wordsOf } from '../../transport/address-words.js'
import { bindingsFor } from '../../transport/bindings.js'
import type { Place, Source } from '../../transport/place.js'
import { decodeToken, tokenEncoder } from '../../transport/token.js'

/** An exchange that events are published to. */
export interface Exchange {
  readonly name: string
  readonly type: string
  readonly durable: boolean
  readonly autoDelete: boolean
}

/** The exchange of a place or source: the contract's, where its bindings name one, else ours. */
export function exchangeOf({ bindings = {} }: Pick<Place, 'bindings'>, ours: string): Exchange {
  const { is, exchange } = bindingsFor(bindings, 'amqp').channel
  const named = is !== 'queue' && typeof exchange === 'object' && exchange !== null ? exchange : {}
  const { name, type = 'topic', durable = true, autoDelete = false } = named as Readonly<Record<string, unknown>>
  if (typeof name !== 'string' || name === '') return { name: ours, type: 'topic', durable: true, autoDelete: false }
  return { name, type: String(type), durable: durable !== false, autoDelete: autoDelete === true }
}

/**
 * Where an address is in an exchange. `orders/confirmed` and `orders.confirmed` are both the routing key
 * `orders.confirmed`, a parameter is a word of its own, and what a word cannot hold is percent-encoded. What belongs to
 * an application stands below `tidings.domain.` and its name.
 */
export const routingKeyOf = (place: Place): string => locate(place.application, wordsOf(place))

/** The routing keys, with wildcards, that a source takes. */
export const patternOf = (source: Source): string => locate(source.application, wordsOf(source))

/** The address that a message of this routing key was carried to, if the source is where it comes from. */
export function addressIn(routingKey: string, source: Source): string | undefined {
  const head = source.application === undefined ? [] : domainOf(source.application)
  const tokens = routingKey.split('.')
  if (head.some((token, index) => tokens[index] !== token)) return undefined
  return addressOf(tokens.slice(head.length).map(decodeToken), source)
}

/** AMQP's limit of a routing key. */
export const longestRoutingKey = 255

const encode = tokenEncoder('*#')

const domainOf = (application: string): readonly string[] => ['tidings', 'domain', encode(application)]

function locate(application: string | undefined, words: readonly AddressWord[]): string {
  const tokens = words.map((word) => (word === undefined ? '*' : encode(word)))
  return [...(application === undefined ? guarded(tokens) : [...domainOf(application), ...tokens])].join('.')
}

/** No address reaches what is ours. */
const guarded = ([first = '', ...rest]: readonly string[]): readonly string[] => [
  first === 'tidings' ? '%74idings' : first,
  ...rest,
]
