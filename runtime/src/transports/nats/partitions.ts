import type { SubscriptionPlace } from '../../transport/place.js'
import { nuid } from './client.js'
import type { ConsumerPlace } from './consumers.js'
import type { NatsIntake } from './intake.js'
import { Lease } from './lease.js'
import type { Part } from './part.js'
import { ownStreams } from './places.js'
import type { Session } from './session.js'
import type { Streams } from './streams.js'
import { isAllHere, takeOver } from './take-over.js'

const lookMs = 250

/**
 * Which parts of a subscription in order this instance works for. Each part is a lease; every instance says that it is
 * there by another, counts the others, and takes or hands over parts until each has its share.
 */
export class Partitions {
  readonly #session: Session
  readonly #stream: string
  readonly #place: SubscriptionPlace
  readonly #intake: NatsIntake
  readonly #id = nuid.next()
  readonly #presence: Lease
  readonly #leases = new Map<Part, Lease>()
  readonly #leaving = new Set<Part>()
  readonly #losing = new Map<Part, Promise<void>>()
  /** Parts that are ours, of which something may have been lost on its way here. */
  readonly #doubtful = new Set<Part>()
  readonly #guards = new Set<() => void>()
  readonly #others: { unsubscribe(): void }
  readonly #stopListening: () => void
  #next = () => {}
  #balancing: Promise<void> | undefined
  #again = false
  #stopped = false

  private constructor(session: Session, stream: string, place: SubscriptionPlace, intake: NatsIntake) {
    this.#session = session
    this.#stream = stream
    this.#place = place
    this.#intake = intake
    this.#presence = new Lease(session, stream, this.#subject('instance', this.#id), this.#id)
    this.#others = session.nc.subscribe(this.#bell, { callback: () => this.#balance() })
    this.#stopListening = session.watch({
      lost: () => this.#retakeAll(),
      back: () => this.#retakeAll(),
    })
  }

  static async over(
    session: Session,
    streams: Streams,
    place: SubscriptionPlace,
    intake: NatsIntake,
  ): Promise<Partitions> {
    const { leases } = ownStreams(session, place.application)
    const stream = await streams.holding(leases.subjects[0] ?? '', leases)
    const partitions = new Partitions(session, stream, place, intake)
    await partitions.#presence.take()
    partitions.#ring()
    partitions.#balance()
    return partitions
  }

  /** Something of it may have been lost on its way here: that is to come before what follows. */
  retake(part: Part): void {
    if (!this.#leases.has(part)) return
    part.isSuspended = true
    this.#doubtful.add(part)
    this.#balance()
  }

  /** Takes nothing any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#next()
    for (const callOff of this.#guards) callOff()
    this.#stopListening()
    this.#others.unsubscribe()
    await this.#balancing
  }

  /** Leaves its parts to others; nothing of them is held any more. */
  async release(): Promise<void> {
    if (!this.#session.isConnected) return
    await Promise.all([this.#presence, ...this.#leases.values()].map((lease) => lease.release()))
    this.#leases.clear()
    this.#ring()
  }

  /** Now, and every now and then; one at a time. */
  #balance(): void {
    if (this.#stopped) return
    if (this.#balancing !== undefined) {
      this.#again = true
      return
    }
    this.#next()
    this.#again = false
    this.#balancing = this.#step()
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error)
        const what = `subscription ${this.#place.name} cannot tell which of its partitions are whose: ${why}`
        if (this.#session.isConnected && !this.#stopped) this.#session.options.warn(new Error(what, { cause: error }))
      })
      .finally(() => {
        this.#balancing = undefined
        if (this.#again) return this.#balance()
        if (!this.#stopped)
          this.#next = this.#session.options.clock.after(this.#session.settings.leaseMs / 6, () => this.#balance())
      })
  }

  async #step(): Promise<void> {
    await this.#renew()
    for (const part of [...this.#doubtful]) {
      if (this.#leases.has(part) && !this.#leaving.has(part)) await this.#begin(part)
      else this.#doubtful.delete(part)
    }
    const { instances, taken } = await this.#survey()
    const parts = this.#intake.parts
    const share = Math.ceil(parts.length / Math.max(1, instances))
    const mine = parts.filter((part) => this.#leases.has(part) && !this.#leaving.has(part))
    for (const part of mine.slice(share)) void this.#handOver(part)
    const free = parts.filter((part) => !this.#leases.has(part) && !taken.has(String(part.index)))
    // Not all instances from the first part on, or they only get into each other's way.
    const offset = Math.floor(Math.random() * free.length)
    for (const part of [...free.slice(offset), ...free.slice(0, offset)].slice(0, Math.max(0, share - mine.length))) {
      if (this.#stopped) return
      await this.#take(part)
    }
  }

  async #renew(): Promise<void> {
    if (!(await this.#presence.renew())) await this.#presence.take()
    await Promise.all(
      [...this.#leases].map(async ([part, lease]) => {
        if (!(await lease.renew())) await this.#lose(part, lease)
      }),
    )
  }

  async #take(part: Part): Promise<void> {
    const lease = new Lease(this.#session, this.#stream, this.#subject('part', String(part.index)), this.#id)
    await this.#losing.get(part)
    if (!(await lease.take())) return
    this.#leases.set(part, lease)
    this.#guard(part, lease)
    await this.#begin(part)
  }

  /** Where it fails, it is tried again. */
  async #begin(part: Part): Promise<void> {
    this.#doubtful.delete(part)
    try {
      await this.#intake.suspend(part)
      await this.#intake.ensure(part)
      const count = await takeOver(this.#session, part.consumers, (place) => this.#intake.sequencesOf(place))
      if (!this.#leases.has(part) || this.#doubtful.has(part)) return
      this.#intake.activate(part, count)
      if (count > 0) this.#look(part)
    } catch (error) {
      this.#doubtful.add(part)
      throw error
    }
  }

  /** What was counted may have been settled since: then nothing more of it comes. */
  #look(part: Part): void {
    const callOff = this.#session.options.clock.after(lookMs, async () => {
      this.#guards.delete(callOff)
      if (this.#stopped || !part.isAwaiting || !this.#leases.has(part)) return
      const here = (place: ConsumerPlace) => this.#intake.sequencesOf(place)
      const isOver = await isAllHere(this.#session, part.consumers, here).catch(() => false)
      if (isOver) this.#intake.letGo(part)
      else this.#look(part)
    })
    this.#guards.add(callOff)
  }

  #retakeAll(): void {
    for (const part of this.#leases.keys()) this.retake(part)
  }

  async #handOver(part: Part): Promise<void> {
    this.#leaving.add(part)
    await this.#intake.handOver(part)
    this.#leaving.delete(part)
    const lease = this.#leases.get(part)
    this.#leases.delete(part)
    await lease?.release()
    this.#ring()
  }

  /** It is over when it was not renewed in time, whatever the server has to say then. */
  #guard(part: Part, lease: Lease): void {
    const { clock } = this.#session.options
    const callOff = clock.after(Math.max(0, lease.endsAt - clock.now()), () => {
      this.#guards.delete(callOff)
      if (this.#stopped || this.#leases.get(part) !== lease) return
      if (lease.endsAt > clock.now()) this.#guard(part, lease)
      else void this.#lose(part, lease)
    })
    this.#guards.add(callOff)
  }

  async #lose(part: Part, lease: Lease): Promise<void> {
    if (this.#leases.get(part) !== lease) return
    this.#leases.delete(part)
    const lost = this.#intake.lose(part)
    this.#losing.set(part, lost)
    await lost
    if (this.#losing.get(part) === lost) this.#losing.delete(part)
  }

  /** How many instances are there, and which parts are somebody's. */
  async #survey(): Promise<{ readonly instances: number; readonly taken: ReadonlySet<string> }> {
    const { state } = await this.#session.jsm.streams.info(this.#stream, { subjects_filter: this.#subject('>') })
    const said = Object.keys(state.subjects ?? {}).map((subject) => subject.split('.').slice(-2))
    return {
      instances: said.filter(([kind]) => kind === 'instance').length,
      taken: new Set(said.filter(([kind]) => kind === 'part').map(([, index = '']) => index)),
    }
  }

  /** Tells the other instances that something has changed. */
  #ring(): void {
    if (!this.#session.nc.isClosed()) this.#session.nc.publish(this.#bell)
  }

  get #bell(): string {
    const { application = '', name } = this.#place
    return this.#session.subjects.own('bell', application, name)
  }

  #subject(...rest: readonly string[]): string {
    const { application = '', name } = this.#place
    return [this.#session.subjects.own('lease', application, name), ...rest].join('.')
  }
}
