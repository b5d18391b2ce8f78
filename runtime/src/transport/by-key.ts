/** What there may be one of for each key. */
export interface Keyed {
  /** Whether nobody would miss it. */
  readonly isIdle: boolean
}

/** So many may be idle before they are forgotten: while they are young, which costs the collector least. */
const most = 32

/**
 * One of each key, made when it is asked for. Idle ones are forgotten many at a time, and not one by one: a `Map` that
 * keys come into and go from all the time leaves tables behind that keep each other, and whatever was in them.
 */
export class ByKey<T extends Keyed> {
  readonly #make: (key: string) => T
  #all = new Map<string, T>()
  #limit = most

  constructor(make: (key: string) => T) {
    this.#make = make
  }

  /** Somebody must make it busy before another is asked for. */
  of(key: string): T {
    let found = this.#all.get(key)
    if (found === undefined) {
      if (this.#all.size >= this.#limit) this.#forgetIdle()
      found = this.#make(key)
      this.#all.set(key, found)
    }
    return found
  }

  /** If there is one. */
  find(key: string): T | undefined {
    return this.#all.get(key)
  }

  all(): Iterable<T> {
    return this.#all.values()
  }

  #forgetIdle(): void {
    this.#all = new Map([...this.#all].filter(([, { isIdle }]) => !isIdle))
    this.#limit = Math.max(most, 2 * this.#all.size)
  }
}
