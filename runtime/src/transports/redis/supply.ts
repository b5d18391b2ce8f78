import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { codeOf, type Reply } from './client.js'
import type { Custody } from './custody.js'
import { type EntryPlace, holdingOf, type ReadStream, type RedisHolding } from './holding.js'
import type { StreamEnd } from './look.js'
import type { Reader } from './reader.js'
import { run } from './script.js'
import { take } from './scripts/take.js'
import type { Session } from './session.js'
import type { Settlement } from './settlement.js'
import { declareSubscription, type SubscriptionKeys } from './subscription.js'

type Taken = readonly [stream: number, group: Buffer, count: number, id: Buffer, fields: readonly Buffer[] | null]
type Gone = readonly [stream: number, id: Buffer]
type Needed = readonly [stream: number, group: Buffer, oldestPending: Buffer, lastDelivered: Buffer]

export interface SupplyOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly keys: SubscriptionKeys
  readonly custody: Custody
  readonly settlement: Settlement
  readonly reader: Reader
}

/** What comes to one instance of a subscription. */
export class Supply {
  /** Where the streams ended when they were last looked at and nothing was there. */
  ends: readonly StreamEnd[]
  /** More may be there, beyond what was passed over. */
  hasMore = false
  /** An answer was lost: the server may think that we have what we do not. */
  isUncertain = false
  /** Something may be there that is to be handed out again. */
  isStale = true
  readonly #session: Session
  readonly #place: SubscriptionPlace
  readonly #keys: SubscriptionKeys
  readonly #custody: Custody
  readonly #settlement: Settlement
  readonly #reader: Reader
  readonly #streams: ReadonlyMap<string, ReadStream>
  /** What a reader reads. */
  readonly #channels: readonly string[]
  #consumer: string
  /**
   * Under these nothing is taken any more, and what they were given is still to be given back: until when the server may
   * still be giving to who waited on a connection that is gone.
   */
  readonly #former = new Map<string, number>()
  #names = 0
  /** Whether the server has heard of the name. */
  #isNamed = false
  /** How many a reader is asked for at most. */
  #batch = 16
  #turn = 0
  #sweptAt = 0
  /** From which id on a group would have to begin should it vanish: all up to it was settled. */
  readonly #needed = new Map<string, { readonly key: string; readonly group: string; readonly id: string }>()

  constructor({ session, place, keys, custody, settlement, reader }: SupplyOptions) {
    this.#session = session
    this.#place = place
    this.#keys = keys
    this.#custody = custody
    this.#settlement = settlement
    this.#reader = reader
    this.#streams = new Map(keys.streams.map((stream) => [stream.key, stream]))
    this.#channels = keys.streams.filter(({ isInlet }) => !isInlet).map(({ key }) => key)
    this.#consumer = session.id
    this.ends = [...keys.streams.map(({ key }) => key), keys.bell].map((key) => ({ key, id: '0-0' }))
  }

  /** Whether something is to be looked for that no reader is told of. */
  get isDue(): boolean {
    return this.isStale || this.isUncertain || this.#session.options.clock.now() - this.#sweptAt >= sweepMs
  }

  /** Whether so many can be read as they come: a reader takes from each stream alike, and knows nothing of an order. */
  canRead(max: number): boolean {
    return this.#keys.parts === 0 && max >= this.#channels.length && this.#reader.isConnected
  }

  /** What is new, and no more than asked for; waits for it, for a while. */
  async read(max: number): Promise<readonly RedisHolding[]> {
    const consumer = this.#consumer
    this.#isNamed = true
    const group = this.#keys.base
    const count = Math.max(1, Math.floor(Math.min(max, this.#batch) / this.#channels.length))
    const read = await this.#reader.read({ group, consumer, keys: this.#channels, count }).catch((error) => {
      this.isUncertain = true
      throw error
    })
    const taken = read.flatMap(([key, entries]) => {
      const stream = this.#streams.get(String(key))
      if (stream === undefined) return []
      return entries.map(([id, fields]) => ({ at: { stream, group, consumer, id: String(id) }, fields, count: 1 }))
    })
    this.#measure(taken)
    return this.#accept(taken)
  }

  /** As many as are there now, and no more than asked for. */
  async take(max: number): Promise<readonly RedisHolding[]> {
    const { link, settings, options } = this.#session
    if (this.isUncertain) await this.#beginAnew()
    const consumer = this.#consumer
    this.#isNamed = true
    const now = options.clock.now()
    const sweeps = this.isStale || now - this.#sweptAt >= sweepMs
    if (sweeps) await this.#giveBackFormer()
    const { base, parts } = this.#keys
    const asked = [base, consumer, max, settings.leaseMs, this.#turn++, parts, sweeps ? 1 : 0].map(String)
    this.isStale = false
    const answer = await run(
      link,
      take,
      this.ends.map(({ key }) => key),
      asked,
    ).catch((error) => {
      this.isUncertain = true
      this.isStale = true
      throw error
    })
    const [taken, gone, ends, needed] = answer as readonly [Taken[], Gone[], Buffer[], Needed[]] & Reply
    // The bell was rung: what was given back is looked for the next time, unless it was just now.
    const isRung = ends.length > 0 && String(ends.at(-1)) !== this.ends.at(-1)?.id
    if (sweeps) this.#sweptAt = now
    if (isRung && !sweeps) this.isStale = true
    this.#note(ends, needed)
    for (const [at, id] of gone) this.#settlement.warnOfRemoved(this.#keys.streams[at - 1]?.key ?? '', String(id))
    // More may have been given back than there was room for.
    if (taken.length >= max && (taken.at(-1)?.[2] ?? 0) > 1) this.isStale = true
    const holdings = this.#accept(
      taken.flatMap(([at, group, count, id, fields]) => {
        const stream = this.#keys.streams[at - 1]
        if (stream === undefined) return []
        return [{ at: { stream, group: String(group), consumer, id: String(id) }, fields: fields ?? [], count }]
      }),
    )
    this.hasMore = holdings.length === 0 && (this.isStale || taken.length > 0)
    return holdings
  }

  /** Gives back everything, under whatever name. */
  async leave(held: readonly RedisHolding[]): Promise<void> {
    const names = new Set([this.#consumer, ...this.#former.keys(), ...held.map(({ consumer }) => consumer)])
    await Promise.all([...names].map((name) => this.#settlement.giveBack(name)))
  }

  /**
   * Under another name: what was asked for under the one before may still be on its way, and must change nothing of what
   * is taken from now on.
   */
  async #beginAnew(): Promise<void> {
    this.isUncertain = false
    if (this.#isNamed) {
      this.#former.set(this.#consumer, this.#session.options.clock.now() + this.#reader.longestMs)
      this.#consumer = `${this.#session.id}:${++this.#names}`
      this.#isNamed = false
    }
    await this.#giveBackFormer()
    this.isStale = true
  }

  async #giveBackFormer(): Promise<void> {
    for (const [name, until] of this.#former) {
      const isOver = this.#session.options.clock.now() >= until
      const held = this.#custody.all().filter(({ consumer }) => consumer === name)
      await this.#settlement.giveBack(name, held).catch((error) => {
        this.isUncertain = true
        throw error
      })
      if (isOver) this.#former.delete(name)
    }
  }

  /** Makes again what somebody removed, from where nothing unsettled is left out; or rejects with what is missing. */
  async restore(cause: Error): Promise<void> {
    const { link, settings, options } = this.#session
    if (settings.topology === 'check') throw cause
    options.warn(
      new Error(
        `a consumer group of subscription ${this.#place.name} was removed; it is made again from where it was last ` +
          'seen: events may be handled again, and those that its streams no longer hold are lost',
        { cause },
      ),
    )
    for (const { key, group, id } of this.#needed.values()) {
      await link.call(['XGROUP', 'CREATE', key, group, id, 'MKSTREAM']).catch((error) => {
        if (codeOf(error) !== 'BUSYGROUP') throw error
      })
    }
    // Of what was never seen nothing is known.
    const differences = await declareSubscription(this.#session, this.#place, '0')
    if (differences.length > 0) throw new TopologyMismatch(differences)
  }

  #accept(taken: readonly Entry[]): readonly RedisHolding[] {
    const passedOver: EntryPlace[] = []
    const holdings: RedisHolding[] = []
    for (const { at, fields, count } of taken) {
      const holding = holdingOf(at, fields, count)
      if (holding === undefined) passedOver.push(at)
      else {
        this.#custody.add(holding)
        holdings.push(holding)
      }
    }
    // Should this be lost, they come again, and are passed over again.
    this.#settlement.settle('acknowledge', passedOver).catch(() => {})
    return holdings
  }

  /** Large ones not too many at once. */
  #measure(taken: readonly Entry[]): void {
    if (taken.length === 0) return
    const largest = Math.max(...taken.map(({ fields }) => fields.reduce((sum, text) => sum + text.length, 0)))
    this.#batch = Math.max(1, Math.min(4 * this.#batch, Math.floor(mostBytes / largest)))
  }

  #note(ends: readonly Buffer[], needed: readonly Needed[]): void {
    this.ends = this.ends.map(({ key, id }, index) => ({ key, id: String(ends[index] ?? id) }))
    for (const [at, name, oldest, delivered] of needed) {
      const [key = '', group] = [this.#keys.streams[at - 1]?.key, String(name)]
      const id = oldest.length > 0 ? idBefore(String(oldest)) : String(delivered)
      this.#needed.set(`${at} ${group}`, { key, group, id })
    }
  }
}

interface Entry {
  readonly at: EntryPlace
  readonly fields: readonly Buffer[]
  readonly count: number
}

const sweepMs = 1_000
/** In one answer to a reader, as far as the size of what comes can be foretold. */
const mostBytes = 4_000_000

function idBefore(id: string): string {
  const [ms = '0', sequence = '0'] = id.split('-')
  if (BigInt(sequence) > 0n) return `${ms}-${BigInt(sequence) - 1n}`
  return BigInt(ms) > 0n ? `${BigInt(ms) - 1n}-18446744073709551615` : '0-0'
}
