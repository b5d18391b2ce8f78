import { randomUUID } from 'node:crypto'
import { byPosition } from './by-position.js'
import { claimHeads, claimLoose, passOn } from './claim.js'
import type { Row } from './database.js'
import { PostgresHolding } from './holding.js'
import type { Server } from './server.js'
import { lostOf } from './settle.js'

/** What one instance takes of one subscription: the turns of lanes, and of what has none, are kept here. */
export class Claims {
  /** Whether what comes is told: where notifications do not get through, only finding nothing says that it is all. */
  isTold = false
  readonly #server: Server
  readonly #subscription: number
  readonly #isOrdered: boolean
  /** The lane that had its turn last: the next ones come first. */
  #lane = ''
  /** Whether what has no lane has its turn first. */
  #looseFirst = false
  /** What gave less than was asked for is not asked again before something may have come. */
  #mayHaveLoose = true
  #mayHaveHeads: boolean

  constructor(server: Server, subscription: number, order: 'none' | 'per-key') {
    this.#server = server
    this.#subscription = subscription
    this.#isOrdered = order === 'per-key'
    this.#mayHaveHeads = this.#isOrdered
  }

  /** Something may have come, from wherever. */
  refill(): void {
    this.#mayHaveLoose = true
    this.refillLanes()
  }

  /** The next of a lane may go. */
  refillLanes(): void {
    this.#mayHaveHeads = this.#isOrdered
  }

  /** Either of lanes or of what has none: what is found is not to wait for the other. */
  async take(max: number): Promise<readonly PostgresHolding[]> {
    const steps = this.#looseFirst ? [this.#loose, this.#heads] : [this.#heads, this.#loose]
    this.#looseFirst = !this.#looseFirst
    for (const step of steps) {
      const taken = await step.call(this, max)
      if (taken.length > 0) return taken
    }
    return []
  }

  /** Acknowledges, and takes what is next in lanes with the same statement. Tells too what was no longer held. */
  async passOn(done: readonly PostgresHolding[], max: number) {
    this.#mayHaveHeads = false
    let isMore = true
    try {
      const token = randomUUID()
      const rows = await passOn(this.#server, this.#claim(max, token), this.#lane, done)
      const heads = this.#headsOf(rows, token)
      const wereLocked = heads.length === 0 && rows[0]?.['last_lane'] !== null
      isMore = wereLocked || this.#mayBeMore(heads.length, max)
      return { lost: lostOf(done, rows[0]), heads }
    } finally {
      if (isMore) this.#mayHaveHeads = true
    }
  }

  async #loose(max: number): Promise<readonly PostgresHolding[]> {
    if (!this.#mayHaveLoose) return []
    // What comes meanwhile counts.
    this.#mayHaveLoose = false
    let isMore = true
    try {
      const token = randomUUID()
      const rows = await claimLoose(this.#server, this.#claim(max, token))
      isMore = this.#mayBeMore(rows.length, max)
      return holdingsOf(rows, token)
    } finally {
      if (isMore) this.#mayHaveLoose = true
    }
  }

  async #heads(max: number): Promise<readonly PostgresHolding[]> {
    if (!this.#mayHaveHeads) return []
    this.#mayHaveHeads = false
    let isMore = true
    try {
      const token = randomUUID()
      for (let tries = 1; ; tries++) {
        const rows = await claimHeads(this.#server, this.#claim(max, token), this.#lane)
        const holdings = this.#headsOf(rows, token)
        isMore = this.#mayBeMore(holdings.length, max)
        // Others were a moment quicker, so there may be more; or somebody keeps a row locked, and there is not.
        if (holdings.length > 0 || rows.length === 0 || tries === 3) return holdings
      }
    } finally {
      if (isMore) this.#mayHaveHeads = true
    }
  }

  #headsOf(rows: readonly Row[], token: string): readonly PostgresHolding[] {
    this.#lane = String(rows[0]?.['last_lane'] ?? this.#lane)
    return holdingsOf(rows.filter(hasPosition), token)
  }

  #mayBeMore(taken: number, max: number): boolean {
    return taken === max || (taken > 0 && !this.isTold)
  }

  #claim(max: number, token: string) {
    return { subscription: this.#subscription, max, leaseMs: this.#server.settings.leaseMs, token }
  }
}

const hasPosition = (row: Row) => row['position'] !== null

/** The older first. */
const holdingsOf = (rows: readonly Row[], token: string) =>
  rows.map((row) => new PostgresHolding(row, token)).sort(byPosition)
