import { Deadline } from '../../delivery/deadline.js'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { Source, SubscriptionPlace } from '../../transport/place.js'
import { clientOf } from './bindings.js'
import { isPassing } from './cluster.js'
import { Committer } from './committer.js'
import { Custody } from './custody.js'
import type { DeadLetterLog } from './dead-letters.js'
import { own } from './header-names.js'
import { openerOf, placeFinder, readPlace } from './holding.js'
import { Inflow } from './inflow.js'
import type { Links } from './links.js'
import type { Stretch } from './log.js'
import { Membership } from './membership.js'
import type { Partition } from './partition.js'
import { redrivenTopic, topicOf } from './places.js'
import type { Session } from './session.js'
import { Shares } from './shares.js'
import type { Declared } from './subscriptions.js'
import { type Header, headerOf, isTombstone, sizeOf } from './wire.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly declared: Declared
  readonly deadLetters: DeadLetterLog
  /** After which time of silence the group counts a member out. */
  readonly sessionTimeoutMs: number
}

/** What nobody has settled is committed so often at least, as what was passed over. */
const commitMs = 1_000
/** Whoever goes on receiving does so sooner. */
const pauseMs = 1_000

/** One instance's end of a subscription. */
export class KafkaIntake implements Intake {
  readonly leaseMs: number
  readonly #options: IntakeOptions
  readonly #custody: Custody
  readonly #shares: Shares
  readonly #membership: Membership
  readonly #committer: Committer
  readonly #inflow: Inflow
  readonly #control: Links
  readonly #commits: Links
  readonly #reads: readonly Links[]
  readonly #finders: ReadonlyMap<string, (headers: readonly Header[]) => ReturnType<ReturnType<typeof placeFinder>>>
  #wake = () => {}
  #failure: Error | undefined
  /** How many, since somebody last asked for more. */
  #settled = 0
  #signal: AbortSignal | undefined
  #stopPause = () => {}
  #stopCommits = () => {}
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    const { session, place, declared, sessionTimeoutMs } = options
    this.#options = options
    this.leaseMs = Math.min(3_000, sessionTimeoutMs)
    this.#custody = new Custody(place.prefetch)
    this.#control = session.linksFor(clientOf(place))
    this.#commits = session.linksFor(clientOf(place))
    this.#reads = [session.linksFor(clientOf(place)), session.linksFor(clientOf(place))]
    this.#finders = findersOf(session, place)
    const changed = () => {
      this.#inflow.wake()
      this.#wake()
    }
    const failed = (error: Error) => {
      this.#failure = error
      this.#wake()
    }
    const tellMs = this.leaseMs / 3 + 200
    this.#shares = new Shares({
      session,
      place,
      declared,
      links: this.#control,
      custody: this.#custody,
      membership: () => this.#membership,
      committer: () => this.#committer,
      tellMs,
      changed,
      failed,
    })
    this.#membership = new Membership({
      session,
      links: this.#control,
      group: declared.group,
      topics: declared.topics,
      sessionTimeoutMs,
      tellMs,
      listener: this.#shares,
    })
    this.#committer = new Committer(session, [this.#control, this.#commits], declared.group, this.#membership)
    this.#inflow = new Inflow({
      session,
      links: this.#reads,
      partitions: () => this.#custody.partitions,
      arrived: (partition, stretch) => this.#arrived(partition, stretch),
      failed,
    })
    this.#commitNowAndThen()
    void this.#membership.beat()
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    this.#listen(signal)
    this.#settled = 0
    while (!signal.aborted && this.#closed === undefined) {
      const failure = this.#failure
      this.#failure = undefined
      if (failure !== undefined) throw failure
      const handed = this.#custody.hand(max)
      if (handed.length > 0) return handed
      const counted = this.#custody.count(max)
      if (counted.length === 0) await this.#change(signal)
      else await this.#tell(counted, signal)
    }
    return []
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    if (held.length === 0) return lost
    const settled = held.map((entry) => ({ holding: entry.holding, partition: entry.partition }))
    for (const entry of held) this.#custody.settle(entry)
    this.#advanced()
    // Whoever settles asks for more: of that the broker hears along with it.
    this.#settled += held.length
    if (this.#signal !== undefined) this.#committer.commit(this.#custody.count(this.#settled)).catch(() => {})
    const gone = await this.#committer.commit(settled.map(({ partition }) => partition))
    return [...lost, ...settled.flatMap(({ holding, partition }) => (gone.has(partition) && holding ? [holding] : []))]
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return holdings.filter((holding) => !this.#custody.isHeld(holding))
  }

  /** It stays here, and comes before what is behind it: to others it goes with its partition. */
  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.sort(holdings)
    const notBefore = delayMs > 0 ? this.#options.session.options.clock.now() + delayMs : 0
    for (const entry of held) this.#custody.release(entry, notBefore)
    this.#advanced()
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const [entry] = this.#custody.sort([holding]).held
    const mine = entry?.holding
    if (entry === undefined || mine === undefined) return false
    const { deadLetters, place } = this.#options
    return this.#custody.settling(mine, async () => {
      await deadLetters.store(mine, details, place.name)
      if (!this.#custody.isHeld(mine)) return false
      this.#custody.settle(entry)
      this.#advanced()
      await this.#committer.commit([entry.partition]).catch(() => {})
      return true
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const { session } = this.#options
    this.#wake()
    this.#stopPause()
    this.#stopCommits()
    this.#inflow.close()
    this.#custody.releaseAll()
    // What is silent must not keep anybody from leaving.
    const late = new Deadline(session.settings.requestTimeoutMs, session.options.clock)
    await Promise.race([this.#takeLeave(), late.over])
    late.callOff()
    await Promise.all([this.#control, this.#commits, ...this.#reads].map((links) => links.close()))
  }

  async #takeLeave(): Promise<void> {
    const { partitions } = this.#custody
    for (const partition of partitions) partition.uncount()
    const dirty = partitions.filter(({ isDirty }) => isDirty)
    if (dirty.length > 0 && this.#membership.isMember) await this.#committer.commit(dirty).catch(() => {})
    for (const partition of partitions) this.#custody.drop(partition)
    await this.#membership.leave()
  }

  /** Nothing is handed out of which the broker does not know that it is about to be. */
  async #tell(counted: readonly Partition[], signal: AbortSignal): Promise<void> {
    try {
      await unlessAborted(this.#committer.commit(counted), signal)
    } catch (error) {
      if (!isPassing(error)) throw error
      this.#options.session.away(error)
      await unlessAborted(this.#pause(200), signal)
    }
  }

  #arrived(partition: Partition, { records, next }: Stretch): void {
    const find = this.#finders.get(partition.topic)
    for (const record of records) {
      if (isTombstone(record) || partition.isSettled(record.offset) || find === undefined) continue
      const open = openerOf(record, partition, find)
      if (open !== undefined) partition.add({ offset: record.offset, size: sizeOf(record), key: record.key, open })
    }
    partition.advance(next)
    if (records.length > 0) this.#wake()
  }

  /** Something is done: there is room, and perhaps a partition may go. */
  #advanced(): void {
    this.#shares.check()
    this.#inflow.wake()
    this.#wake()
  }

  /** Resolves when there may be something to hand out. */
  async #change(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.session.options
    const now = clock.now()
    const times = this.#custody.partitions.flatMap(({ nextAt }) =>
      nextAt !== undefined && nextAt > now ? [nextAt] : [],
    )
    await new Promise<void>((resolve) => {
      const cancel = times.length === 0 ? () => {} : clock.after(Math.min(...times) - now, () => this.#wake())
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        this.#wake = () => {}
        resolve()
      }
      this.#wake = end
      signal.addEventListener('abort', end, { once: true })
    })
  }

  #listen(signal: AbortSignal): void {
    this.#stopPause()
    if (signal.aborted) return
    this.#membership.subscribe(true)
    if (this.#signal === signal) return
    this.#signal = signal
    signal.addEventListener('abort', () => this.#signal === signal && this.#pauseSoon(), { once: true })
  }

  /** Nobody receives any more, though what is held is still being worked at: the rest is for others. */
  #pauseSoon(): void {
    this.#signal = undefined
    this.#stopPause()
    this.#stopPause = this.#options.session.options.clock.after(pauseMs, () => {
      if (this.#closed === undefined) this.#membership.subscribe(false)
    })
  }

  #commitNowAndThen(): void {
    this.#stopCommits = this.#options.session.options.clock.after(commitMs, () => {
      const dirty = this.#custody.partitions.filter(({ isDirty }) => isDirty)
      if (dirty.length > 0 && this.#membership.isMember) this.#committer.commit(dirty).catch(() => {})
      if (this.#closed === undefined) this.#commitNowAndThen()
    })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.session.options.clock.after(ms, resolve))
  }
}

/** By topic, where a record of it was carried. */
function findersOf(session: Session, place: SubscriptionPlace) {
  const sources = new Map<string, Source[]>()
  for (const source of place.sources) {
    const { name } = topicOf(session, source)
    sources.set(name, [...(sources.get(name) ?? []), source])
  }
  const redriven = (headers: readonly Header[]) =>
    headerOf(headers, own.subscription) === place.name ? (readPlace(headers) ?? { address: '' }) : undefined
  return new Map([
    ...[...sources].map(([name, some]) => [name, placeFinder(some)] as const),
    [redrivenTopic(session).name, redriven] as const,
  ])
}

function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => resolve()
    signal.addEventListener('abort', end, { once: true })
    work.then(end, reject).finally(() => signal.removeEventListener('abort', end))
    if (signal.aborted) end()
  })
}
