import type { Carried } from '../../transport/carried.js'
import type { Holding } from '../../transport/holding.js'
import type { Member } from '../../transport/members.js'
import type { KeyLine } from './key-line.js'

/** One carried message in one subscription. */
export class Queued {
  readonly carried: Carried
  /** Its position: the order in which the subscription got its messages. */
  readonly position: number
  /** Its key's, where the subscription keeps order. */
  line: KeyLine | undefined
  /** What waits behind it. */
  next: Queued | undefined
  deliveries = 0
  redrives = 0
  /** By whom it is held; only this one can settle it. */
  holding: InMemoryHolding | undefined

  constructor(carried: Carried, position: number, line?: KeyLine) {
    this.carried = carried
    this.position = position
    this.line = line
  }
}

export class InMemoryHolding implements Holding, Member {
  readonly queued: Queued
  readonly holder: object
  readonly redeliveries: number
  at = 0

  constructor(queued: Queued, holder: object) {
    this.queued = queued
    this.holder = holder
    this.redeliveries = queued.deliveries
  }

  get place() {
    return this.queued.carried.place
  }

  get message() {
    return this.queued.carried.message
  }

  get unreadable() {
    return this.queued.carried.unreadable
  }

  get key() {
    return this.queued.carried.key
  }

  get trace() {
    return this.queued.carried.trace
  }
}
