import { randomUUID } from 'node:crypto'
import { claimHeads, claimLoose } from './claim.js'
import type { Row } from './database.js'
import { PostgresHolding } from './holding.js'
import type { Server } from './server.js'

/** What one instance takes of one subscription: the turns of lanes, and of what has none, are kept here. */
export class Claims {
  readonly #server: Server
  readonly #subscription: number
  readonly #order: 'none' | 'per-key'
  /** The lane that had its turn last: the next ones come first. */
  #lane = ''
  /** Whether what has no lane has its turn first. */
  #looseFirst = false

  constructor(server: Server, subscription: number, order: 'none' | 'per-key') {
    this.#server = server
    this.#subscription = subscription
    this.#order = order
  }

  async take(max: number): Promise<readonly PostgresHolding[]> {
    if (this.#order === 'none') return this.#loose(max)
    const steps = this.#looseFirst ? [this.#loose, this.#heads] : [this.#heads, this.#loose]
    this.#looseFirst = !this.#looseFirst
    const taken: PostgresHolding[] = []
    for (const step of steps) {
      if (taken.length >= max) break
      try {
        taken.push(...(await step.call(this, max - taken.length)))
      } catch (error) {
        // What was taken is handed out, whatever became of the rest.
        if (taken.length === 0) throw error
      }
    }
    return taken
  }

  async #loose(max: number): Promise<readonly PostgresHolding[]> {
    const token = randomUUID()
    return holdingsOf(await claimLoose(this.#server, this.#claim(max, token)), token)
  }

  async #heads(max: number): Promise<readonly PostgresHolding[]> {
    const token = randomUUID()
    for (let tries = 1; ; tries++) {
      const rows = await claimHeads(this.#server, this.#claim(max, token), this.#lane)
      const holdings = holdingsOf(rows.filter(hasPosition), token)
      this.#lane = String(rows[0]?.['last_lane'] ?? this.#lane)
      // Others were a moment quicker, so there may be more; or somebody keeps a row locked, and there is not.
      if (holdings.length > 0 || rows.length === 0 || tries === 3) return holdings
    }
  }

  #claim(max: number, token: string) {
    return { subscription: this.#subscription, max, leaseMs: this.#server.settings.leaseMs, token }
  }
}

const hasPosition = (row: Row) => row['position'] !== null

const holdingsOf = (rows: readonly Row[], token: string) => rows.map((row) => new PostgresHolding(row, token))
