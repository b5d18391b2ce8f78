/** The tags of what came by one channel and is not settled, in the order in which it came. */
export class Unsettled {
  readonly #tags = new Set<number>()

  add(tag: number): void {
    this.#tags.add(tag)
  }

  delete(tag: number): void {
    this.#tags.delete(tag)
  }

  /** Takes these out: those that have nothing else before them can be settled in one, up to the last of them. */
  take(tags: readonly number[]): { readonly upTo: number | undefined; readonly alone: readonly number[] } {
    for (const tag of tags) this.#tags.delete(tag)
    const { value: first = Number.POSITIVE_INFINITY } = this.#tags.values().next()
    const before = tags.filter((tag) => tag < first)
    const upTo = before.length === 0 ? undefined : Math.max(...before)
    return { upTo, alone: before.length === tags.length ? [] : tags.filter((tag) => tag > first) }
  }
}
