import { Deadline } from '../../delivery/deadline.js'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import { JoinedSignal } from '../../transport/joined-signal.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { sleep } from '../../transport/sleep.js'
import { Custody } from './custody.js'
import type { DeadLetterStreams } from './dead-letters.js'
import { Doorbell } from './doorbell.js'
import type { RedisHolding } from './holding.js'
import type { Link } from './link.js'
import { isGone, isPassing } from './passing.js'
import { Reader } from './reader.js'
import type { Session } from './session.js'
import { Settlement, type Verb } from './settlement.js'
import { keysOf } from './subscription.js'
import { Supply } from './supply.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly deadLetters: DeadLetterStreams
}

/** One instance's end of a subscription. */
export class RedisIntake implements Intake {
  readonly leaseMs: number
  readonly #options: IntakeOptions
  readonly #custody = new Custody()
  readonly #supply: Supply
  readonly #settlement: Settlement
  readonly #link: Link
  readonly #doorbell: Doorbell
  readonly #reader: Reader
  readonly #unwatch: () => void
  readonly #end = new AbortController()
  readonly #until = new JoinedSignal(this.#end.signal)
  readonly #timers = new Set<() => void>()
  #wake = () => {}
  #receiving: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    const { session, place } = options
    this.#options = options
    this.leaseMs = session.settings.leaseMs
    const keys = keysOf(session, place)
    this.#settlement = new Settlement(session, place.name, keys)
    this.#link = session.openLink()
    const waitMs = Math.min(blockMs, Math.ceil(this.leaseMs / 2))
    this.#doorbell = new Doorbell(this.#link, waitMs, session.options.clock)
    this.#reader = new Reader(session, this.#link, waitMs)
    const parts = { custody: this.#custody, settlement: this.#settlement, reader: this.#reader }
    this.#supply = new Supply({ session, place, keys, ...parts })
    this.#unwatch = session.bells.watch(keys.bell, () => this.#lookAgain())
  }

  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const received = this.#receive(max, this.#until.with(signal))
    this.#receiving = received.catch(() => {})
    return received
  }

  acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#settle('acknowledge', holdings)
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    const gone = await this.#settlement.settle('extend', held)
    this.#custody.forget(gone)
    return [...lost, ...gone]
  }

  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const lost = await this.#settle('return', holdings, delayMs)
    this.#lookAgain()
    if (delayMs > 0) this.#lookAgainLater(delayMs)
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const [mine] = this.#custody.sort([holding]).held
    if (mine === undefined) return false
    const { deadLetters, place } = this.#options
    return this.#custody.settling([mine], async () => {
      const isStored = await deadLetters.store(mine, details, place.name)
      this.#custody.forget([mine])
      this.#wake()
      return isStored
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const { session, place } = this.#options
    while (!signal.aborted) {
      const room = Math.min(max, place.prefetch - this.#custody.size)
      try {
        if (room > 0 && (await session.link.untilConnected(signal))) {
          const reads = this.#supply.canRead(room) && !this.#doorbell.isWaiting
          const taken = reads && !this.#supply.isDue ? await this.#read(room, signal) : await this.#supply.take(room)
          if (taken.length > 0) return taken
          if (reads || this.#supply.hasMore) continue
        }
      } catch (error) {
        if (isGone(error)) {
          await this.#supply.restore(error as Error)
          continue
        }
        if (!isPassing(error)) throw error
        this.#supply.isUncertain = true
        await sleep(passingMs, session.options.clock, signal)
        continue
      }
      await this.#pause(signal, room)
    }
    return []
  }

  async #read(room: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const callOff = () => this.#reader.callOff()
    const read = this.#supply.read(room)
    signal.addEventListener('abort', callOff, { once: true })
    if (signal.aborted) callOff()
    try {
      return await read
    } finally {
      signal.removeEventListener('abort', callOff)
    }
  }

  /** Until something may have come, or there is room again. */
  async #pause(signal: AbortSignal, room: number): Promise<void> {
    if (signal.aborted) return
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    let end = () => {}
    const aborted = new Promise<void>((resolve) => {
      end = resolve
      signal.addEventListener('abort', end, { once: true })
    })
    const rung = room > 0 ? this.#doorbell.rung(this.#supply.ends) : woken
    await Promise.race([woken, aborted, rung])
    signal.removeEventListener('abort', end)
  }

  async #settle(verb: Verb, holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    if (held.length === 0) return lost
    try {
      const gone = await this.#custody.settling(held, () => this.#settlement.settle(verb, held, delayMs))
      return [...lost, ...gone]
    } catch (error) {
      // Whether it was settled is unknown: what is still with us is given back before anything is taken.
      this.#supply.isUncertain = true
      throw error
    } finally {
      this.#custody.forget(held)
      this.#wake()
    }
  }

  /** Something is to be handed out again. */
  #lookAgain(): void {
    this.#supply.isStale = true
    this.#reader.callOff()
    this.#wake()
  }

  /** What is held back rings nobody when its time has come. */
  #lookAgainLater(delayMs: number): void {
    if (this.#closed !== undefined) return
    const callOff = this.#options.session.options.clock.after(delayMs, () => {
      this.#timers.delete(callOff)
      this.#lookAgain()
    })
    this.#timers.add(callOff)
  }

  async #close(): Promise<void> {
    const { settings, options } = this.#options.session
    this.#end.abort()
    this.#unwatch()
    for (const callOff of this.#timers) callOff()
    const late = new Deadline(settings.requestTimeoutMs, options.clock)
    await Promise.race([this.#receiving, late.over])
    late.callOff()
    this.#doorbell.close()
    this.#link.close()
    await this.#receiving
    const held: readonly RedisHolding[] = this.#custody.all()
    this.#custody.forget(held)
    if (this.#options.session.link.isConnected) await this.#supply.leave(held).catch(() => {})
  }
}

/** How long until it is asked again after what may pass; while it is away, its return is waited for. */
const passingMs = 50
/** How long the server is asked to wait; what nobody rings for is looked for as often. */
const blockMs = 2_000
