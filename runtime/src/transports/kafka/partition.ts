import type { Clock } from '../../transport/clock.js'
import type { KafkaHolding } from './holding.js'
import { type Marks, mostMarks, readMarks, writeMarks } from './marks.js'

/** What has come and is not settled: not handed out, or handed out. */
export interface Entry {
  readonly offset: bigint
  readonly partition: Partition
  readonly size: number
  readonly key: Uint8Array | null
  /** Makes what is handed out, each time anew: it is the receipt. */
  readonly open: (redeliveries: number) => KafkaHolding
  /** How often it was handed out. */
  count: number
  /** The same, and once more where it is about to be: what the broker is told. */
  counted: number
  /** Of which version of its partition that is. */
  since: number
  /** Not before this time, in milliseconds. */
  notBefore: number
  holding: KafkaHolding | undefined
}

/** What a partition is at one time, for the broker. */
export interface Snapshot {
  readonly version: number
  readonly offset: bigint
  readonly metadata: string
}

export interface PartitionOptions {
  readonly topic: string
  readonly topicId: string
  readonly index: number
  readonly leader: number
  /** Where it begins. */
  readonly committed: bigint
  readonly metadata: string | null
  /** The broker has nothing of it yet. */
  readonly isNew: boolean
  readonly order: 'none' | 'per-key'
  readonly clock: Clock
}

/**
 * One partition in the hands of one instance: what was fetched of it and is not settled, in order. Whatever is before
 * `position` and not here is settled, so the first that is here is what may be committed.
 */
export class Partition {
  readonly topic: string
  /** Of a topic that is made again under its name it is another. */
  readonly topicId: string
  readonly index: number
  /** The broker that it is read from. */
  leader: number
  /** The next offset to be fetched. */
  position: bigint
  /** It is to go to somebody else: nothing more is handed out. */
  isLeaving = false
  /** It is somebody else's. */
  isLost = false
  readonly #order: 'none' | 'per-key'
  readonly #clock: Clock
  #before: Marks
  /** In the order of their offsets. */
  #entries: Entry[] = []
  #reach: bigint
  #bytes = 0
  #held = 0
  #committed: bigint
  /** With each change another. */
  #version = 0
  /** The last that the broker knows. */
  #told: number

  constructor(options: PartitionOptions) {
    const { topic, topicId, index, leader, committed, metadata, isNew, order, clock } = options
    this.topic = topic
    this.topicId = topicId
    this.index = index
    this.leader = leader
    this.position = committed
    this.#committed = committed
    this.#order = order
    this.#clock = clock
    this.#before = readMarks(committed, metadata)
    this.#reach = this.#before.reach
    this.#told = isNew ? -1 : 0
  }

  get name(): string {
    return `${this.topic} ${this.index}`
  }

  /** How many are handed out. */
  get held(): number {
    return this.#held
  }

  get waiting(): number {
    return this.#entries.length - this.#held
  }

  get bytes(): number {
    return this.#bytes
  }

  get version(): number {
    return this.#version
  }

  /** The broker does not know all of it yet. */
  get isDirty(): boolean {
    return this.#told !== this.#version
  }

  /** Whether it was settled by whoever had the partition before. */
  isSettled(offset: bigint): boolean {
    return offset < this.#before.reach && !this.#before.counts.has(offset)
  }

  add({ offset, size, key, open }: Pick<Entry, 'offset' | 'size' | 'key' | 'open'>): void {
    const count = this.#before.counts.get(offset) ?? 0
    const fresh = { count, counted: count, since: 0, notBefore: 0, holding: undefined }
    this.#entries.push({ offset, size, key, open, partition: this, ...fresh })
    this.#bytes += size
  }

  /** It was read up to here. */
  advance(position: bigint): void {
    if (position <= this.position) return
    this.position = position
    if (this.watermark !== this.#committed) this.#version++
  }

  /** Goes on elsewhere: what was there is no longer to be had. */
  moveTo(position: bigint): void {
    if (position < this.position) this.#forgetFrom(position)
    this.position = position
    this.#version++
  }

  /** What comes from here on is other than what was there. */
  #forgetFrom(position: bigint): void {
    for (const entry of this.#entries.filter(({ offset }) => offset >= position)) {
      this.settle(entry)
      entry.holding = undefined
    }
    const { reach, counts, order } = this.#before
    this.#before = {
      reach: reach < position ? reach : position,
      counts: new Map([...counts].filter(([offset]) => offset < position)),
      order,
    }
    if (this.#reach > position) this.#reach = position
  }

  /** Counts those that are next to be handed out; answers with how many those are, whoever counted them. */
  count(max: number): number {
    const next = this.#ready(max)
    for (const entry of next) {
      if (entry.counted > entry.count) continue
      entry.counted = entry.count + 1
      entry.since = ++this.#version
      if (entry.offset >= this.#reach) this.#reach = entry.offset + 1n
    }
    return next.length
  }

  /** Nothing more is handed out: what was counted and was not, was not. */
  uncount(): void {
    for (const entry of this.#entries) {
      if (entry.counted === entry.count) continue
      entry.counted = entry.count
      this.#version++
    }
  }

  /** Hands out those that are next, as long as the broker knows that they are. */
  hand(max: number): readonly (readonly [KafkaHolding, Entry])[] {
    const handed: [KafkaHolding, Entry][] = []
    for (const entry of this.#ready(max)) {
      if (entry.counted === entry.count || entry.since > this.#told) break
      const holding = entry.open(entry.count)
      entry.count = entry.counted
      entry.notBefore = 0
      entry.holding = holding
      this.#held++
      handed.push([holding, entry])
    }
    return handed
  }

  /**
   * Those that may be handed out now, the first first; none of a key of which one that comes earlier waits. What is
   * behind more that is not settled than there can be marks has to wait.
   */
  #ready(max: number): readonly Entry[] {
    const found: Entry[] = []
    if (this.isLeaving || this.isLost) return found
    const now = this.#clock.now()
    const shut = new Set<string>()
    const end = Math.min(mostMarks, this.#entries.length)
    for (let at = 0; at < end && found.length < max; at++) {
      const entry = this.#entries[at]
      if (entry === undefined || entry.holding !== undefined) continue
      const isWaiting = entry.notBefore > now
      // Most often nothing waits, and no key needs to be looked at.
      const key = isWaiting || shut.size > 0 ? this.#lineOf(entry) : undefined
      if (!isWaiting && (key === undefined || !shut.has(key))) found.push(entry)
      else if (isWaiting && key !== undefined) shut.add(key)
    }
    return found
  }

  #lineOf({ key }: Entry): string | undefined {
    return this.#order === 'none' || key === null ? undefined : Buffer.from(key).toString('latin1')
  }

  /** When the next may be handed out that waits for its time. */
  get nextAt(): number | undefined {
    let next: number | undefined
    for (const { holding, notBefore } of this.#entries) {
      if (holding === undefined && notBefore > 0 && (next === undefined || notBefore < next)) next = notBefore
    }
    return next
  }

  /** Back to where it stood. */
  release(entry: Entry, notBefore: number): void {
    if (entry.holding === undefined) return
    entry.holding = undefined
    entry.notBefore = notBefore
    this.#held--
  }

  settle(entry: Entry): void {
    const at = this.#entries.indexOf(entry)
    if (at === -1) return
    this.#entries.splice(at, 1)
    this.#bytes -= entry.size
    if (entry.holding !== undefined) this.#held--
    this.#version++
  }

  /** What may be committed: nothing before it is left to do. */
  get watermark(): bigint {
    return this.#entries[0]?.offset ?? this.position
  }

  get snapshot(): Snapshot {
    const offset = this.watermark
    return { version: this.#version, offset, metadata: writeMarks(offset, this.#marks) }
  }

  /** The broker knows it as it was. */
  told({ version, offset }: Snapshot): void {
    this.#told = Math.max(this.#told, version)
    this.#committed = offset
  }

  get #marks(): Marks {
    const counts = new Map<bigint, number>()
    for (const { offset, counted } of this.#entries) {
      if (offset >= this.#reach) break
      counts.set(offset, counted)
    }
    // What a former owner handed out, and we have not come to.
    for (const [offset, count] of this.#before.counts) if (offset >= this.position) counts.set(offset, count)
    return { reach: this.#reach, counts, order: this.#order }
  }

  /** What is out nobody waits for any more; what is not settled stays here, lest a commit on its way takes it for settled. */
  lose(): void {
    this.isLost = true
    this.#held = 0
  }
}
