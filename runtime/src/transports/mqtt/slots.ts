import type { SubscriptionPlace } from '../../transport/place.js'
import { filtersOf, receiveMaximumOf } from './declare.js'
import type { MqttHolding } from './holding.js'
import type { Received } from './received.js'
import { Roll } from './roll.js'
import type { Session } from './session.js'
import { Slot } from './slot.js'

export interface SlotsOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly restore: () => Promise<void>
  readonly hold: (packet: Received, slot: Slot) => MqttHolding | undefined
  readonly lost: (holding: MqttHolding) => void
  /** It is to be given up as soon as can be. */
  readonly leaving: (slot: Slot) => void
}

/** Those of a subscription's sessions that one instance reads: its share, as instances come and go. */
export class Slots {
  readonly #options: SlotsOptions
  readonly #roll: Roll
  readonly #open = new Map<number, Slot>()
  /** Being given up. */
  readonly #ending = new Set<number>()
  /** Read by somebody else without our leave, and left alone for a while. */
  readonly #resting = new Map<number, () => void>()
  #isPaused = false
  #isClosed = false

  constructor(options: SlotsOptions) {
    const { session, place } = options
    this.#options = options
    this.#roll = new Roll({
      control: session.control,
      clock: session.options.clock,
      topic: session.topics.own('members', place.application ?? '', place.name),
      timeoutMs: session.settings.memberTimeoutMs,
      changed: () => this.#share(),
    })
  }

  async open(): Promise<void> {
    const { settings } = this.#options.session
    await this.#roll.join()
    this.#share()
    await Promise.allSettled([...this.#open.values()].map((slot) => slot.whenUp(settings.requestTimeoutMs)))
  }

  /** What is wrong with connections, in sentences. */
  get troubles(): readonly string[] {
    return [...this.#open.values()].flatMap(({ trouble }) => (trouble === undefined ? [] : [trouble.message]))
  }

  /** Whether anybody else reads sessions of this subscription. */
  get canPassOn(): boolean {
    return this.#roll.others > 0 && this.#options.session.settings.sessions > 1
  }

  /** Reads its share, or leaves it to others, where there are some. */
  takePart(isTaking: boolean): void {
    this.#isPaused = !isTaking
    this.#roll.takePart(isTaking)
    this.#share()
  }

  /** Which session may take what another of ours is to leave; rather one that somebody else reads. */
  another(than: Slot): number {
    const { sessions } = this.#options.session.settings
    const others = Array.from({ length: sessions }, (_, index) => index).filter((index) => index !== than.index)
    const free = others.filter((index) => !this.#open.has(index))
    const chosen = free.length > 0 ? free : others
    return chosen[Math.floor(Math.random() * chosen.length)] ?? than.index
  }

  giveUp(slot: Slot): void {
    if (this.#open.get(slot.index) !== slot) return
    this.#open.delete(slot.index)
    this.#ending.add(slot.index)
    void slot.close().finally(() => {
      this.#ending.delete(slot.index)
      this.#share()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const callOff of this.#resting.values()) callOff()
    await Promise.all([...this.#open.values()].map((slot) => slot.close()))
    this.#roll.leave()
  }

  #share(): void {
    if (this.#isClosed) return
    const { sessions } = this.#options.session.settings
    const ours = new Set(this.#roll.ours(sessions))
    for (const slot of [...this.#open.values()]) {
      if (ours.has(slot.index)) slot.isLeaving = false
      else if (!this.#isPaused || this.#roll.others > 0) {
        slot.isLeaving = true
        this.#options.leaving(slot)
      }
    }
    for (const index of ours) {
      const isOurs = this.#open.has(index) || this.#ending.has(index) || this.#resting.has(index)
      if (!isOurs && !this.#roll.isHeldByOthers(index)) this.#open.set(index, this.#read(index))
    }
    this.#roll.hold([...this.#open.keys(), ...this.#ending])
  }

  #read(index: number): Slot {
    const { session, place, restore, hold, lost } = this.#options
    const { options, topics } = session
    return new Slot({
      session,
      index,
      clientId: topics.clientId(place.application, place.name, index),
      filters: filtersOf(topics, place),
      receiveMaximum: receiveMaximumOf(place),
      hold,
      lost,
      taken: (slot) => this.#taken(slot),
      renewed: () => {
        options.warn(
          new Error(
            `the broker had no session ${index} of subscription ${place.name} any more; it is made again, and what ` +
              'waited in it is lost',
          ),
        )
        restore().catch((error: unknown) => options.warn(error instanceof Error ? error : new Error(String(error))))
      },
    })
  }

  /** Somebody else reads it, who has not heard of us, or we not of him; or somebody removed it. */
  #taken(slot: Slot): void {
    const { clock } = this.#options.session.options
    if (this.#open.get(slot.index) !== slot) return
    this.#open.delete(slot.index)
    void slot.close()
    const callOff = clock.after(restMs * (0.5 + Math.random()), () => {
      this.#resting.delete(slot.index)
      this.#share()
    })
    this.#resting.set(slot.index, callOff)
    this.#share()
  }
}

const restMs = 1_000
