/** Names in use. Where case does not count, as in file names, `Order` and `order` are one. */
export class Namespace {
  readonly #taken: Set<string>
  readonly #keyOf: (name: string) => string

  constructor(reserved: Iterable<string> = [], options: { readonly ignoreCase?: boolean } = {}) {
    this.#keyOf = options.ignoreCase ? (name) => name.toLowerCase() : (name) => name
    this.#taken = new Set([...reserved].map(this.#keyOf))
  }

  /**
   * Takes the first of `candidates` that is free, else the last with the first number that makes it so. A name is
   * free when all that come with it (`OrderData` with `Order`) are.
   */
  take(candidates: readonly string[], companions: (name: string) => readonly string[] = () => []): string {
    const isFree = (name: string) => [name, ...companions(name)].every((each) => !this.#taken.has(this.#keyOf(each)))
    const last = candidates.at(-1) ?? ''
    let free = candidates.find(isFree)
    for (let number = 2; free === undefined; number++) {
      const numbered = `${last}${/\d$/.test(last) ? '_' : ''}${number}`
      if (isFree(numbered)) free = numbered
    }
    for (const name of [free, ...companions(free)]) this.#taken.add(this.#keyOf(name))
    return free
  }
}
