import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Queued } from './queued.js'

export interface Dead {
  readonly queued: Queued
  readonly letter: DeadLetter
}

/** The dead letters of one subscription, oldest first. */
export class DeadLetterShelf {
  readonly #capacity: number
  readonly #dead = new Map<string, Dead>()
  #last = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#dead.size
  }

  /** Throws when there is no room: the message stays held, and nothing is lost. */
  admit(queued: Queued, subscription: string, details: DeadLetterDetails): void {
    if (this.#dead.size >= this.#capacity) {
      throw new Error(
        `${subscription} has ${this.#dead.size} dead letters, as many as it may; redrive or discard some, or raise the capacity`,
      )
    }
    const id = String(++this.#last)
    const { place, message, wire, key } = queued.carried
    const letter: DeadLetter = {
      id,
      subscription,
      place,
      ...(key !== undefined && { key }),
      ...(message !== undefined && { message }),
      ...(wire !== undefined && { wire }),
      redrives: queued.redrives,
      ...details,
    }
    this.#dead.set(id, { queued, letter })
  }

  remove(id: string): Dead | undefined {
    const dead = this.#dead.get(id)
    this.#dead.delete(id)
    return dead
  }

  /** Tolerates that letters come and go while it is read. */
  *letters(): Iterable<DeadLetter> {
    for (const { letter } of this.#dead.values()) yield letter
  }
}
