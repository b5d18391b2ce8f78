import { remembered } from '../../message/remembered.js'
import type { Place, Source } from '../../transport/place.js'

/**
 * Where things are in Redis. The stream of a channel has its address as key; of an address with parameters the family
 * has one stream, `orders/*`, and each of its entries tells its address. All else begins with `tidings:`.
 */
export interface Keys {
  /** The stream of a place or source. */
  streamOf(place: Place | Source): string
  deadLetters(application: string | undefined, subscription: string): string
  redriven(application: string | undefined, subscription: string): string
  /** Rung when something is there again for a subscription that no stream tells of. */
  bell(application: string | undefined, subscription: string): string
  /** The names of an application's subscriptions. */
  subscriptions(application: string | undefined): string
  /** How far one publisher has come. */
  publisher(id: string): string
}

export function keysUnder(prefix: string): Keys {
  const own = (...parts: readonly string[]) => [`${prefix}tidings`, ...parts].join(':')
  const domain = remembered((application) => own('domain', encodeName(application)))
  const open = remembered((family) => `${prefix}${channel(family).replace(/^t(?=idings:)/, '%74')}`)
  return {
    streamOf({ address, family = address, application }) {
      return application === undefined ? open(family) : `${domain(application)}:${channel(family)}`
    },
    deadLetters: (application, subscription) => own('dead', groupOf(application, subscription)),
    redriven: (application, subscription) => own('redriven', groupOf(application, subscription)),
    bell: (application, subscription) => own('bell', groupOf(application, subscription)),
    subscriptions: (application = '') => own('subscriptions', encodeName(application)),
    publisher: (id) => own('publisher', id),
  }
}

/** The consumer group of a subscription. */
export const groupOf = (application = '', subscription: string): string =>
  `${encodeName(application)}:${encodeName(subscription)}`

/** The consumer group of one of the parts, by key, of a subscription in order. */
export const partGroup = (group: string, index: number, parts: number): string => `${group}:${index}/${parts}`

const parameter = /\{[^{}]+\}/

const channel = remembered((family) => family.split(parameter).map(encodeAddress).join('*'))
const encodeAddress = (text: string) => encode(text, /[*%\p{Cc}]/gu)
const encodeName = (text: string) => encode(text, /[:%/\s\p{Cc}]/gu)

const encode = (text: string, special: RegExp) =>
  text.replace(special, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
