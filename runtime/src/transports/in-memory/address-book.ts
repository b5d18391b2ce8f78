import { addressMatcher } from '../../transport/match-address.js'
import type { Place } from '../../transport/place.js'
import type { Distribution } from './distribution.js'

const most = 10_000

/** Which subscriptions take what is carried to a place. */
export class AddressBook {
  #takers: readonly { readonly takes: (place: Place) => boolean; readonly distribution: Distribution }[] = []
  /** What was found before: addresses come again and again. */
  readonly #known = new Map<string, readonly Distribution[]>()

  renew(distributions: Iterable<Distribution>): void {
    this.#known.clear()
    this.#takers = [...distributions].map((distribution) => ({ takes: placeMatcher(distribution), distribution }))
  }

  takersOf(place: Place): readonly Distribution[] {
    const name = place.application === undefined ? place.address : `${place.application}\0${place.address}`
    let takers = this.#known.get(name)
    if (takers === undefined) {
      takers = this.#takers.filter(({ takes }) => takes(place)).map(({ distribution }) => distribution)
      if (this.#known.size >= most) this.#known.clear()
      this.#known.set(name, takers)
    }
    return takers
  }
}

function placeMatcher({ queue }: Distribution): (place: Place) => boolean {
  const sources = queue.place.sources.map((source) => ({ ...source, takes: addressMatcher(source.address) }))
  return (place) => sources.some((source) => source.application === place.application && source.takes(place.address))
}
