/** What may be among `Members`. */
export interface Member {
  /** Its place among them; their affair. */
  at: number
}

/** So many places may be left empty before those behind them move up. */
const mostEmpty = 32

/**
 * A set, in the order in which they came, for what comes and goes all the time: other than a `Set` it leaves nothing to
 * collect. Each table that a `Set` grew out of keeps the next one, and with it whatever was in there, until the engine
 * collects old objects too.
 */
export class Members<T extends Member> {
  readonly #places: (T | undefined)[] = []
  #size = 0
  /** The first that is taken, if any is. */
  #first = 0

  get size(): number {
    return this.#size
  }

  has(member: T): boolean {
    return this.#places[member.at] === member
  }

  /** What is in no other such set, nor in this one. */
  add(member: T): void {
    member.at = this.#places.push(member) - 1
    this.#size++
  }

  delete(member: T): boolean {
    if (!this.has(member)) return false
    this.#places[member.at] = undefined
    this.#size--
    if (this.#size === 0) this.#empty()
    else if (this.#places.length > 2 * this.#size + mostEmpty) this.#moveUp()
    else while (this.#places[this.#first] === undefined) this.#first++
    return true
  }

  find(isMeant: (member: T) => boolean): T | undefined {
    for (let at = this.#first; at < this.#places.length; at++) {
      const member = this.#places[at]
      if (member !== undefined && isMeant(member)) return member
    }
    return undefined
  }

  /** Those that are there now. */
  all(): readonly T[] {
    return this.#places.filter((member) => member !== undefined)
  }

  /** By taking out each, which mostly is one, the array keeps its room for the next. */
  #empty(): void {
    while (this.#places.length > 0) this.#places.pop()
    this.#first = 0
  }

  #moveUp(): void {
    const members = this.all()
    this.#empty()
    this.#size = 0
    for (const member of members) this.add(member)
  }
}
