import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import { within } from './background.js'
import { byPosition } from './by-position.js'
import { isWaiting } from './claim.js'
import { Claims } from './claims.js'
import { Doorbell } from './doorbell.js'
import type { PostgresHolding } from './holding.js'
import { persist } from './persist.js'
import type { Server } from './server.js'
import { acknowledge, extend, giveBack, park } from './settle.js'

/** A server that is away must not keep a bus from closing. */
const releaseTimeoutMs = 2_000

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
  readonly #claims: Claims
  readonly #held = new Set<PostgresHolding>()
  readonly #bell: Doorbell
  readonly #stop = new AbortController()
  /** Of who receives, and of what ends that or closes. */
  #signal: AbortSignal | undefined
  #end = this.#stop.signal
  #isInDoubt = false
  #taking: Promise<unknown> | undefined
  #abandon: (() => void) | undefined

  constructor(server: Server, membership: Membership) {
    const { settings, clock } = server
    this.#server = server
    this.#membership = membership
    this.#claims = new Claims(server, membership.id, membership.order)
    this.leaseMs = settings.leaseMs
    this.#bell = new Doorbell(clock)
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const end = this.#endWith(signal)
    while (!end.aborted) {
      this.#bell.listen()
      const holdings = await this.#take(max, end)
      if (holdings.length > 0) return holdings
      const hasRung = await this.#bell.sleep(await this.#pollAfter(end), end)
      if (end.aborted) break
      if (!hasRung) this.#claims.refill()
      if (!hasRung || this.#isInDoubt) await this.#assertExists(end)
    }
    return []
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const lost = await this.#settle(holdings, (receipts, { database, names, patience }) =>
      acknowledge(database, names, this.#membership.id, receipts, patience),
    )
    this.#passLanesOn()
    return lost
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { database, names, patience } = this.#server
    const receipts = holdings as readonly PostgresHolding[]
    const lost = await extend(database, names, this.#membership.id, sorted(receipts), this.leaseMs, patience)
    for (const holding of lost) this.#held.delete(holding)
    return lost
  }

  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const lost = await this.#settle(holdings, (receipts, { database, names, settings, patience }) =>
      giveBack(database, names, this.#membership.id, receipts, delayMs, settings.schema, patience),
    )
    if (delayMs > 0 && !this.#stop.signal.aborted) this.#bell.ringIn(delayMs, () => this.#ring())
    this.#ring()
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const { database, names, patience } = this.#server
    const receipt = holding as PostgresHolding
    const isParked = await this.#persist(() => park(database, names, this.#membership.id, receipt, details, patience))
    this.#held.delete(receipt)
    this.#passLanesOn()
    return isParked
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    this.#bell.dismantle()
    this.#server.intakes.delete(this)
    await within(releaseTimeoutMs, Promise.allSettled([this.#taking, this.#release()]))
    this.#abandon?.()
  }

  /** Something may be there for the subscription; or anything may have changed, the subscription itself too. */
  notify(subscription: number | undefined): void {
    if (subscription === undefined) this.#isInDoubt = true
    else if (subscription !== this.#membership.id) return
    this.#claims.isTold = subscription !== undefined
    this.#ring()
  }

  /** Something may be there. */
  #ring(): void {
    this.#claims.refill()
    this.#bell.ring()
  }

  /** There is room again, and the next of a lane may go. */
  #passLanesOn(): void {
    this.#claims.refillLanes()
    this.#bell.ring()
  }

  /** Nothing once it is closed, though the server has not answered. */
  #take(max: number, end: AbortSignal): Promise<readonly PostgresHolding[]> {
    return new Promise((resolve, reject) => {
      this.#abandon = () => resolve([])
      this.#taking = this.#claimOrRelease(max, end).then(resolve, reject)
    })
  }

  async #claimOrRelease(max: number, end: AbortSignal): Promise<readonly PostgresHolding[]> {
    const holdings = await this.#claim(max, end)
    if (!this.#stop.signal.aborted) return holdings
    await this.#release()
    return []
  }

  async #claim(max: number, end: AbortSignal): Promise<readonly PostgresHolding[]> {
    const wanted = Math.min(max, this.#membership.prefetch - this.#held.size)
    if (wanted < 1) return []
    const taken = (await this.#ask(() => this.#claims.take(wanted), end)) ?? []
    const holdings = taken.filter(({ isEmpty }) => !isEmpty)
    for (const holding of holdings) this.#held.add(holding)
    if (holdings.length < taken.length) await this.acknowledge(taken.filter(({ isEmpty }) => isEmpty))
    return holdings
  }

  /**
   * Whoever has other processes polls for what nobody told of, and is at work. In PGlite all is told: an intake polls
   * only for what waits to be due, and is idle when nothing does.
   */
  async #pollAfter(end: AbortSignal): Promise<number | undefined> {
    const { database, names, settings, patience } = this.#server
    // Not all instances at the same moment.
    const pollMs = settings.pollIntervalMs * (0.75 + Math.random() / 2)
    if (settings.pglite === undefined) return pollMs
    const rows = await this.#ask(() => database.query(isWaiting(names), [this.#membership.id], patience), end)
    return rows?.[0]?.['waiting'] === false ? undefined : pollMs
  }

  async #assertExists(end: AbortSignal): Promise<void> {
    const { database, names, patience } = this.#server
    const { id, name } = this.#membership
    const sql = `SELECT FROM ${names.subscriptions} WHERE id = $1::integer`
    this.#isInDoubt = false
    const rows = await this.#ask(() => database.query(sql, [id], patience), end)
    if (rows?.length !== 0) return
    throw new Error(`subscription ${name} is gone from ${names.subscriptions}; start the bus again to create it anew`)
  }

  /** For as long as the server is away; nothing when it is to end meanwhile. */
  async #ask<T>(work: () => Promise<T>, end: AbortSignal): Promise<T | undefined> {
    const { clock, reachability } = this.#server
    try {
      return await persist(work, { clock, reachability, signal: end })
    } catch (error) {
      if (end.aborted) return undefined
      throw error
    }
  }

  /** Mostly it is the same again. */
  #endWith(signal: AbortSignal): AbortSignal {
    if (this.#signal !== signal) {
      this.#signal = signal
      this.#end = AbortSignal.any([signal, this.#stop.signal])
    }
    return this.#end
  }

  async #settle(
    holdings: readonly Holding[],
    act: (receipts: readonly PostgresHolding[], server: Server) => Promise<readonly Holding[]>,
  ): Promise<readonly Holding[]> {
    const receipts = holdings as readonly PostgresHolding[]
    if (receipts.length === 0) return []
    const lost = await this.#persist(() => act(sorted(receipts), this.#server))
    for (const receipt of receipts) this.#held.delete(receipt)
    return lost
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

/** In one order, so that no two statements wait for each other. */
const sorted = (receipts: readonly PostgresHolding[]): readonly PostgresHolding[] => receipts.toSorted(byPosition)
