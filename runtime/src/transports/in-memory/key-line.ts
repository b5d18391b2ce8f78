import type { Keyed } from '../../transport/by-key.js'
import type { Member } from '../../transport/members.js'
import { Backlog } from './backlog.js'
import type { Queued } from './queued.js'

/** The messages of one key in one subscription that keeps order: who may have the next one, and when. */
export class KeyLine implements Keyed, Member {
  readonly key: string
  at = 0
  readonly waiting = new Backlog()
  /** How many are out, all with one holder, who works them off in order. */
  held = 0
  holder: object | undefined
  /** Dead letters that hold back what comes after them. */
  shutBy = 0
  /** Delayed returns under way. */
  delays = 0
  /** The furthest position that went out since nothing was. */
  #furthest = -1

  constructor(key: string) {
    this.key = key
  }

  /** Whether the next one can go out: never past an earlier one that came back while later ones are still out. */
  get isOpen(): boolean {
    const next = this.waiting.peek()
    return next !== undefined && this.shutBy === 0 && this.delays === 0 && next.position > this.#furthest
  }

  get isIdle(): boolean {
    return this.waiting.size === 0 && this.held === 0 && this.shutBy === 0 && this.delays === 0
  }

  take(holder: object): Queued | undefined {
    const next = this.waiting.shift()
    if (next === undefined) return undefined
    this.held++
    this.holder = holder
    this.#furthest = next.position
    return next
  }

  /** One that was out is settled or came back. */
  release(): void {
    this.held--
    if (this.held > 0) return
    this.holder = undefined
    this.#furthest = -1
  }
}
