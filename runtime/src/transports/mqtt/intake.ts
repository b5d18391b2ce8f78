import { Deadline } from '../../delivery/deadline.js'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { Custody } from './custody.js'
import type { DeadLetterShelf } from './dead-letters.js'
import { holdingOf, type MqttHolding, type PlaceOf, placesIn } from './holding.js'
import { partOf } from './part.js'
import type { Received } from './received.js'
import { passOn } from './redriven.js'
import type { Session } from './session.js'
import type { Slot } from './slot.js'
import { Slots } from './slots.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly deadLetters: DeadLetterShelf
  /** Declares the subscription again, whose sessions are gone. */
  readonly restore: () => Promise<void>
}

interface Waiting {
  readonly max: number
  resolve(holdings: readonly Holding[]): void
}

/** One instance's end of a subscription. */
export class MqttIntake implements Intake {
  readonly #options: IntakeOptions
  readonly #slots: Slots
  readonly #custody: Custody
  readonly #placeOf: PlaceOf
  readonly #passing = new Set<Promise<unknown>>()
  #waiting: Waiting | undefined
  #signal: AbortSignal | undefined
  #isDelivering = false
  readonly #timers = new Set<() => void>()
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    const { session, place } = options
    this.#options = options
    this.#custody = new Custody(session.options.clock, place.prefetch, this.#isOrdered)
    this.#placeOf = placesIn(session.topics, place.sources)
    this.#slots = new Slots({
      ...options,
      hold: (packet, slot) => this.#hold(packet, slot),
      lost: (holding) => this.#forget(holding),
      leaving: (slot) => this.#evacuate(slot),
    })
  }

  /** Resolves when it takes part, and its sessions are being read where the broker can be reached. */
  open(): Promise<void> {
    return this.#slots.open()
  }

  get troubles(): readonly string[] {
    return this.#slots.troubles
  }

  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    if (!signal.aborted && this.#closed === undefined) this.#listen(signal)
    const ready = this.#custody.hand(max)
    if (ready.length > 0 || this.#closed !== undefined || signal.aborted) return Promise.resolve(ready)
    return new Promise((resolve) => {
      this.#waiting = { max, resolve }
    })
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    // Where it fails, it comes again should the broker not know.
    const others = await this.#settle(held)
    return others.length > 0 ? [...lost, ...others] : lost
  }

  /** A session has no lease: what it holds is held as long as it is read. */
  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#custody.sort(holdings).lost
  }

  /** MQTT has no way to give back: it stays here, and is handed out here again, or goes with its session. */
  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    for (const holding of held) this.#custody.forget(holding)
    const again = held.map((holding) => holding.slot.again(holding))
    this.#custody.addAgain(again, delayMs)
    for (const slot of bySlot(again).keys()) this.#changed(slot)
    if (delayMs > 0 && again.length > 0) this.#later(delayMs, () => this.#deliver(false))
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const [mine] = this.#custody.sort([holding]).held
    if (mine === undefined) return false
    const { deadLetters, place } = this.#options
    await this.#custody.settling([mine], () => deadLetters.store(mine, details, place.name))
    return (await this.#settle([mine])).length === 0
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  get #isOrdered(): boolean {
    return this.#options.place.order === 'per-key'
  }

  /** Nobody receives any more, though what is held is still being worked at: the sessions are for others. */
  #listen(signal: AbortSignal): void {
    if (this.#signal === signal) return
    this.#signal = signal
    this.#slots.takePart(true)
    // One that nobody waits with any more stops nobody.
    const end = () => {
      if (this.#signal !== signal) return
      this.#signal = undefined
      this.#deliver(true)
      this.#slots.takePart(false)
    }
    signal.addEventListener('abort', end, { once: true })
  }

  async #close(): Promise<void> {
    this.#deliver(true)
    for (const callOff of this.#timers) callOff()
    const late = new Deadline(1_000, this.#options.session.options.clock)
    await Promise.race([Promise.allSettled(this.#passing), late.over])
    late.callOff()
    await this.#slots.close()
  }

  #hold(packet: Received, slot: Slot): MqttHolding | undefined {
    const { session } = this.#options
    if (partOf(packet, session.settings.sessions, this.#isOrdered) !== slot.index) return undefined
    const holding = holdingOf(packet, slot, this.#placeOf)
    if (holding === undefined) return undefined
    this.#custody.add(holding)
    this.#changed(slot)
    return holding
  }

  /** Each session's together. Resolves with those that are no longer ours. */
  async #settle(holdings: readonly MqttHolding[]): Promise<readonly MqttHolding[]> {
    const settled = await Promise.allSettled(
      [...bySlot(holdings)].map(async ([slot, own]) => {
        try {
          return await this.#custody.settling(own, () => slot.settle(own))
        } finally {
          for (const holding of own) this.#custody.forget(holding)
          this.#changed(slot)
        }
      }),
    )
    return settled.flatMap((each) => {
      if (each.status === 'rejected') throw each.reason
      return each.value
    })
  }

  #forget(holding: MqttHolding): void {
    this.#custody.forget(holding)
    this.#changed(holding.slot)
  }

  /** All that comes in one turn is handed out together. */
  #changed(slot: Slot): void {
    if (slot.isLeaving) queueMicrotask(() => this.#evacuate(slot))
    if (this.#isDelivering) return
    this.#isDelivering = true
    queueMicrotask(() => {
      this.#isDelivering = false
      this.#deliver(false)
    })
  }

  #deliver(isEnd: boolean): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    const ready = this.#custody.hand(waiting.max)
    if (ready.length === 0 && !isEnd) return
    this.#waiting = undefined
    waiting.resolve(ready)
  }

  /**
   * A session that is to be another's: given up at once where nothing of it is being worked at. Until then, what comes
   * of it is passed on to the subscription, so that nothing waits behind a slow handler; in order it has to.
   */
  #evacuate(slot: Slot): void {
    if (!slot.isLeaving || this.#closed !== undefined) return
    if (this.#custody.holdsOf(slot)) {
      if (this.#isOrdered || !this.#slots.canPassOn) return
      for (const holding of this.#custody.takeArrivals(slot)) this.#passOn(holding)
    } else if (this.#passing.size === 0) {
      this.#custody.takeArrivals(slot)
      this.#slots.giveUp(slot)
    }
  }

  #passOn(holding: MqttHolding): void {
    const { session, place } = this.#options
    const passing: Promise<unknown> = passOn(session, holding, place, this.#slots.another(holding.slot))
      .then(() => holding.slot.settle([holding]))
      // It stays here, until it can be passed on or goes with its session.
      .catch(async () => {
        await new Promise<void>((resolve) => this.#later(passAgainMs, resolve))
        this.#custody.addAgain([holding], 0)
      })
      .finally(() => {
        this.#passing.delete(passing)
        this.#evacuate(holding.slot)
      })
    this.#passing.add(passing)
  }

  #later(ms: number, work: () => void): void {
    const callOff = this.#options.session.options.clock.after(ms, () => {
      this.#timers.delete(callOff)
      work()
    })
    this.#timers.add(callOff)
  }
}

/** How long until what could not be passed on is tried again. */
const passAgainMs = 1_000

function bySlot(holdings: readonly MqttHolding[]): ReadonlyMap<Slot, readonly MqttHolding[]> {
  const groups = new Map<Slot, MqttHolding[]>()
  for (const holding of holdings) {
    const group = groups.get(holding.slot)
    if (group === undefined) groups.set(holding.slot, [holding])
    else group.push(holding)
  }
  return groups
}
