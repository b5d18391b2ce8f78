import type { Queued } from './queued.js'

/** What waits, by position. Most comes at the end and leaves at the front; what was returned goes back to its place. */
export class Backlog {
  size = 0
  #first: Queued | undefined
  #last: Queued | undefined

  push(queued: Queued): void {
    this.size++
    if (this.#last === undefined) this.#first = queued
    else this.#last.next = queued
    this.#last = queued
  }

  /** Only what was put back before it stands before it. */
  putBack(queued: Queued): void {
    let before: Queued | undefined
    let after = this.#first
    while (after !== undefined && after.position < queued.position) {
      before = after
      after = after.next
    }
    if (after === undefined) {
      this.push(queued)
      return
    }
    this.size++
    queued.next = after
    if (before === undefined) this.#first = queued
    else before.next = queued
  }

  peek(): Queued | undefined {
    return this.#first
  }

  shift(): Queued | undefined {
    const first = this.#first
    if (first === undefined) return undefined
    this.size--
    this.#first = first.next
    first.next = undefined
    if (this.#first === undefined) this.#last = undefined
    return first
  }
}
