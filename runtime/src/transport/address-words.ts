import { addressMatcher } from './match-address.js'
import type { Place, Source } from './place.js'

/** One word of an address; absent where a parameter is left open, so that any word may stand there. */
export type AddressWord = string | undefined

/**
 * The words of an address, for brokers that route by words: `orders/{orderId}` is `orders` and any word, `orders/17`
 * of that family `orders` and `17`. A slash separates words where the channel has one, else a dot does; a value of a
 * parameter stays one word, also where it holds what separates.
 */
export function wordsOf({ address, family = address }: Pick<Place, 'address' | 'family'>): readonly AddressWord[] {
  const separator = separatorOf(family)
  const words = family === address ? address.split(separator) : filledIn(address, family, separator)
  return words.map((word) => (parameter.test(word) ? undefined : word))
}

/** The address of these words, if the source is where it comes from. */
export function addressOf(words: readonly string[], source: Pick<Source, 'address' | 'family'>): string | undefined {
  const address = words.join(separatorOf(source.family ?? source.address))
  return addressMatcher(source.address)(address) ? address : undefined
}

const parameter = /\{[^{}]+\}/

const separatorOf = (template: string): '/' | '.' =>
  template.split(parameter).some((text) => text.includes('/')) ? '/' : '.'

function filledIn(address: string, family: string, separator: '/' | '.'): readonly string[] {
  const words = family.split(separator)
  const pattern = words.map((word) => `(${word.split(parameter).map(escapePattern).join('[^/]+?')})`)
  const found = new RegExp(`^${pattern.join(escapePattern(separator))}$`, 'u').exec(address)
  return found?.slice(1) ?? address.split(separator)
}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
