import { randomUUID } from 'node:crypto'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import { within } from './background.js'
import { claimHeads, claimLoose } from './claim.js'
import type { Row } from './database.js'
import { Doorbell } from './doorbell.js'
import { PostgresHolding } from './holding.js'
import { persist } from './persist.js'
import type { Server } from './server.js'
import { acknowledge, extend, giveBack, park, type Receipt } from './settle.js'

/** A server that is away must not keep a bus from closing. */
const releaseTimeoutMs = 5_000

export interface Membership {
  readonly id: number
  readonly name: string
  readonly order: 'none' | 'per-key'
  readonly prefetch: number
}

/** One instance's end of one subscription. */
export class PostgresIntake implements Intake {
  readonly leaseMs: number
  readonly #server: Server
  readonly #membership: Membership
  readonly #held = new Set<PostgresHolding>()
  readonly #bell: Doorbell
  readonly #stop = new AbortController()
  /** The lane that was claimed last: the next ones have their turn first. */
  #lane = ''
  /** Whether what has no lane has its turn first. */
  #looseFirst = false

  constructor(server: Server, membership: Membership) {
    this.#server = server
    this.#membership = membership
    this.leaseMs = server.settings.leaseMs
    this.#bell = new Doorbell(server.clock, server.settings.pglite === undefined)
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const { pollIntervalMs } = this.#server.settings
    while (!this.#stop.signal.aborted && !signal.aborted) {
      this.#bell.listen()
      const wanted = Math.min(max, this.#membership.prefetch - this.#held.size)
      const holdings = wanted > 0 ? await this.#ask(() => this.#claim(wanted), signal) : []
      if (this.#stop.signal.aborted) {
        await this.#release()
        return []
      }
      if (holdings.length > 0) return holdings
      // Not all instances at the same moment.
      const hasRung = await this.#bell.sleep(pollIntervalMs * (0.75 + Math.random() / 2), signal)
      if (!hasRung && !signal.aborted) await this.#assertExists(signal)
    }
    return []
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const lost = await this.#settle(holdings, (receipts, { database, names }) =>
      acknowledge(database, names, this.#membership.id, receipts, this.#server.patience),
    )
    // The next of a lane may go now.
    this.#bell.ring()
    return lost
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { database, names, patience } = this.#server
    const receipts = holdings as readonly PostgresHolding[]
    const extended = await extend(database, names, this.#membership.id, sorted(receipts), this.leaseMs, patience)
    const lost = missing(receipts, extended)
    for (const holding of lost) this.#held.delete(holding)
    return lost
  }

  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const { settings, patience } = this.#server
    const lost = await this.#settle(holdings, (receipts, { database, names }) =>
      giveBack(database, names, this.#membership.id, receipts, delayMs, settings.schema, patience),
    )
    if (delayMs > 0 && !this.#stop.signal.aborted) this.#bell.ringIn(delayMs)
    this.#bell.ring()
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const { database, names, patience } = this.#server
    const receipt = holding as PostgresHolding
    const isParked = await this.#persist(() => park(database, names, this.#membership.id, receipt, details, patience))
    this.#held.delete(receipt)
    this.#bell.ring()
    return isParked
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    this.#bell.dismantle()
    this.#server.intakes.delete(this)
    await within(releaseTimeoutMs, this.#release())
  }

  /** Something may be there for the subscription. */
  notify(subscription: number | undefined): void {
    if (subscription === undefined || subscription === this.#membership.id) this.#bell.ring()
  }

  /** As long as the server is away, too. */
  async #ask<T>(work: () => Promise<readonly T[]>, signal: AbortSignal): Promise<readonly T[]> {
    const { clock, reachability } = this.#server
    const stop = AbortSignal.any([signal, this.#stop.signal])
    try {
      return await persist(work, { clock, reachability, signal: stop })
    } catch (error) {
      if (stop.aborted) return []
      throw error
    }
  }

  async #assertExists(signal: AbortSignal): Promise<void> {
    const { database, names, patience } = this.#server
    const { id, name } = this.#membership
    const sql = `SELECT FROM ${names.subscriptions} WHERE id = $1::integer`
    const rows = await this.#ask(() => database.query(sql, [id], patience), signal)
    if (rows.length > 0 || signal.aborted || this.#stop.signal.aborted) return
    throw new Error(`subscription ${name} is gone from ${names.subscriptions}; start the bus again to create it anew`)
  }

  async #claim(max: number): Promise<readonly PostgresHolding[]> {
    if (this.#membership.order === 'none') return this.#take(await this.#loose(max))
    const steps = [() => this.#heads(max - taken.length), () => this.#loose(max - taken.length)]
    if (this.#looseFirst) steps.reverse()
    this.#looseFirst = !this.#looseFirst
    const taken: PostgresHolding[] = []
    for (const step of steps) {
      if (taken.length >= max) break
      try {
        taken.push(...this.#take(await step()))
      } catch (error) {
        // What was taken is handed out, whatever became of the rest.
        if (taken.length === 0) throw error
      }
    }
    return taken
  }

  async #loose(max: number): Promise<Claimed> {
    const { database, names, patience } = this.#server
    const token = randomUUID()
    const claim = { subscription: this.#membership.id, max, leaseMs: this.leaseMs, token }
    return { token, rows: await claimLoose(database, names, claim, patience) }
  }

  async #heads(max: number): Promise<Claimed> {
    const { database, names, patience } = this.#server
    const token = randomUUID()
    const claim = { subscription: this.#membership.id, max, leaseMs: this.leaseMs, token }
    return { token, rows: await claimHeads(database, names, claim, this.#lane, patience) }
  }

  #take({ rows, token }: Claimed): readonly PostgresHolding[] {
    const holdings = rows.filter(isThere).map((row) => new PostgresHolding(row, token))
    const gone = rows.filter((row) => !isThere(row))
    // Somebody deleted the message by hand.
    if (gone.length > 0) void this.acknowledge(gone.map((row) => new PostgresHolding(row, token))).catch(() => {})
    for (const holding of holdings) {
      this.#held.add(holding)
      if (holding.lane !== undefined) this.#lane = holding.lane
    }
    return holdings
  }

  async #settle(
    holdings: readonly Holding[],
    act: (receipts: readonly Receipt[], server: Server) => Promise<readonly Receipt[]>,
  ): Promise<readonly Holding[]> {
    const receipts = holdings as readonly PostgresHolding[]
    if (receipts.length === 0) return []
    const settled = await this.#persist(() => act(sorted(receipts), this.#server))
    for (const receipt of receipts) this.#held.delete(receipt)
    return missing(receipts, settled)
  }

  /** As long as the lease may last: then it is somebody else's anyway. */
  #persist<T>(work: () => Promise<T>): Promise<T> {
    const { clock, reachability, closing } = this.#server
    return persist(work, { clock, reachability, signal: closing, until: clock.now() + this.leaseMs })
  }

  async #release(): Promise<void> {
    if (this.#held.size > 0) await this.return([...this.#held])
  }
}

const isThere = (row: Row) => row['id'] !== null

interface Claimed {
  readonly token: string
  readonly rows: readonly Row[]
}

/** In one order, so that no two statements wait for each other. */
const sorted = (receipts: readonly Receipt[]): readonly Receipt[] =>
  receipts.toSorted((one, other) => (BigInt(one.position) < BigInt(other.position) ? -1 : 1))

function missing(receipts: readonly PostgresHolding[], settled: readonly Receipt[]): readonly PostgresHolding[] {
  if (settled.length === receipts.length) return []
  const done = new Set(settled.map(({ position, token }) => `${position} ${token}`))
  return receipts.filter(({ position, token }) => !done.has(`${position} ${token}`))
}
