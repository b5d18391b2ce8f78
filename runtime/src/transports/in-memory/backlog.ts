import type { Queued } from './queued.js'

/** What waits, by position. Most comes at the end and leaves at the front; what was returned goes back to its place. */
export class Backlog {
  #fresh: Queued[] = []
  #head = 0
  readonly #returned: Queued[] = []

  get size(): number {
    return this.#fresh.length - this.#head + this.#returned.length
  }

  push(queued: Queued): void {
    this.#fresh.push(queued)
  }

  putBack(queued: Queued): void {
    const after = this.#returned.findIndex((other) => other.position > queued.position)
    this.#returned.splice(after === -1 ? this.#returned.length : after, 0, queued)
  }

  peek(): Queued | undefined {
    const fresh = this.#fresh[this.#head]
    const returned = this.#returned[0]
    if (fresh === undefined || returned === undefined) return fresh ?? returned
    return fresh.position < returned.position ? fresh : returned
  }

  shift(): Queued | undefined {
    const first = this.peek()
    if (first === undefined) return undefined
    if (first === this.#returned[0]) this.#returned.shift()
    else this.#advance()
    return first
  }

  #advance(): void {
    this.#head++
    if (this.#head < 1_024 || this.#head * 2 < this.#fresh.length) return
    this.#fresh = this.#fresh.slice(this.#head)
    this.#head = 0
  }
}
