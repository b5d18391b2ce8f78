import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import { JoinedSignal } from '../../transport/joined-signal.js'
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

interface Done {
  readonly receipts: readonly PostgresHolding[]
  resolve(lost: Promise<readonly Holding[]>): void
}

/** One instance's end of one subscription. */
export class PostgresIntake implements Intake {
  readonly leaseMs: number
  readonly #server: Server
  readonly #membership: Membership
  readonly #claims: Claims
  readonly #held = new Set<PostgresHolding>()
  /** To be acknowledged by whoever receives. */
  readonly #done: Done[] = []
  #isReceiving = false
  readonly #bell: Doorbell
  readonly #stop = new AbortController()
  readonly #until = new JoinedSignal(this.#stop.signal)
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
    const end = this.#until.with(signal)
    this.#isReceiving = true
    try {
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
    } finally {
      this.#isReceiving = false
      if (this.#done.length > 0) this.#acknowledgeSoon()
    }
  }

  /** In order, what is next is claimed with the same statement, where somebody receives or is about to. */
  acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const receipts = holdings as readonly PostgresHolding[]
    if (receipts.length === 0 || this.#membership.order === 'none') return this.#acknowledge(receipts)
    return new Promise((resolve) => {
      this.#done.push({ receipts, resolve })
      if (this.#isReceiving) this.#bell.ring()
      else this.#acknowledgeSoon()
    })
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
    this.#acknowledgeDone()
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
    const next = await this.#passOn(max, end)
    const wanted = this.#room(max)
    if (next.length === 0 && wanted < 1) return []
    const taken = next.length > 0 ? next : ((await this.#ask(() => this.#claims.take(wanted), end)) ?? [])
    const holdings = taken.filter(({ isEmpty }) => !isEmpty)
    for (const holding of holdings) this.#held.add(holding)
    if (holdings.length < taken.length) await this.#acknowledge(taken.filter(({ isEmpty }) => isEmpty))
    return holdings
  }

  /** How many may be taken, once what is done is held no longer. */
  #room(max: number, done: readonly PostgresHolding[] = []): number {
    const freed = done.filter((each) => this.#held.has(each)).length
    return Math.max(0, Math.min(max, this.#membership.prefetch - this.#held.size + freed))
  }

  /** Acknowledges what is done, and takes what is next. What cannot be done together is tried apart. */
  async #passOn(max: number, end: AbortSignal): Promise<readonly PostgresHolding[]> {
    const done = this.#done.splice(0)
    if (done.length === 0) return []
    const all = sorted(done.flatMap(({ receipts }) => receipts))
    const { clock, reachability } = this.#server
    try {
      const work = () => this.#claims.passOn(all, this.#room(max, all))
      const { lost, heads } = await persist(work, { clock, reachability, signal: end, until: 0 })
      for (const receipt of all) this.#held.delete(receipt)
      for (const { receipts, resolve } of done)
        resolve(this.#acknowledge(receipts.filter((each) => lost.includes(each))))
      return heads
    } catch {
      this.#done.unshift(...done)
      this.#acknowledgeDone()
      return []
    }
  }

  /** Whoever has received mostly receives again at once, and takes it along. */
  #acknowledgeSoon(): void {
    setImmediate(() => {
      if (!this.#isReceiving) this.#acknowledgeDone()
    })
  }

  /** Without waiting for whoever receives. */
  #acknowledgeDone(): void {
    for (const { receipts, resolve } of this.#done.splice(0)) resolve(this.#acknowledge(receipts))
  }

  async #acknowledge(receipts: readonly PostgresHolding[]): Promise<readonly Holding[]> {
    if (receipts.length === 0) return []
    const lost = await this.#settle(receipts, (some, { database, names, patience }) =>
      acknowledge(database, names, this.#membership.id, some, patience),
    )
    this.#passLanesOn()
    return lost
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
