import { apis, codes, describeError, isPassingCode } from './client.js'
import { isPassing } from './cluster.js'
import { type Links, Unreachable } from './links.js'
import { recordsIn, type Stretch } from './log.js'
import { findOffsets } from './offsets.js'
import type { Partition } from './partition.js'
import type { Session } from './session.js'

export interface InflowOptions {
  readonly session: Session
  /** A broker makes whoever fetches wait: over each of them one request to each broker is under way at a time. */
  readonly links: readonly Links[]
  readonly partitions: () => readonly Partition[]
  readonly arrived: (partition: Partition, stretch: Stretch) => void
  /** It cannot be read from; it is tried again. */
  readonly failed: (error: Error) => void
}

/** So many messages that nobody has taken yet are enough. */
const enough = 250
/** And so many bytes, of all partitions. */
const mostBytes = 16 * 1024 * 1024
const waitMs = 500
/** What should pass, and did not after so many times in turn, is told: after some four seconds. */
const patience = 8

/** Fetches what the partitions have room for; what comes to want more does not wait for those that wait for news. */
export class Inflow {
  readonly #options: InflowOptions
  /** By broker. */
  readonly #busy = new Map<number, Set<Links>>()
  readonly #asked = new Set<Partition>()
  #turn = 0
  #isClosed = false

  constructor(options: InflowOptions) {
    this.#options = options
  }

  /** There may be room, or a partition more. */
  wake(): void {
    if (this.#isClosed) return
    for (const leader of new Set(this.#wanting().map((partition) => partition.leader))) {
      const busy = this.#busy.get(leader) ?? new Set()
      this.#busy.set(leader, busy)
      const links = this.#options.links.find((each) => !busy.has(each))
      if (links === undefined) continue
      busy.add(links)
      void this.#run(leader, links).finally(() => {
        busy.delete(links)
        this.wake()
      })
    }
  }

  close(): void {
    this.#isClosed = true
  }

  #wanting(): readonly Partition[] {
    const all = this.#options.partitions()
    const share = mostBytes / Math.max(1, all.length)
    return all.filter(
      (partition) =>
        !partition.isLeaving &&
        !partition.isLost &&
        !this.#asked.has(partition) &&
        (partition.waiting === 0 || (partition.waiting < enough && partition.bytes < share)),
    )
  }

  async #run(leader: number, links: Links): Promise<void> {
    let failures = 0
    while (!this.#isClosed) {
      const wanting = this.#wanting().filter((partition) => partition.leader === leader)
      if (wanting.length === 0) return
      for (const partition of wanting) this.#asked.add(partition)
      try {
        const isWell = await this.#try(leader, links, wanting, failures < patience)
        failures = isWell ? 0 : failures + 1
        if (failures > 0) await this.#recover(wanting, failures)
      } finally {
        for (const partition of wanting) this.#asked.delete(partition)
      }
      if (wanting.some((partition) => partition.leader !== leader)) return
    }
  }

  async #try(leader: number, links: Links, wanting: readonly Partition[], isPatient: boolean): Promise<boolean> {
    const { session, failed } = this.#options
    try {
      const isWell = await this.#fetch(leader, links, wanting, isPatient)
      session.back()
      return isWell
    } catch (error) {
      if (this.#isClosed) return true
      if (error instanceof Unreachable || (isPassing(error) && isPatient)) session.away(error)
      else failed(new Error(`cannot read: ${describeError(error)}`, { cause: error }))
      return false
    }
  }

  async #recover(wanting: readonly Partition[], failures: number): Promise<void> {
    const { clock } = this.#options.session.options
    await this.#find(wanting).catch(() => {})
    await new Promise<void>((resolve) => clock.after(Math.min(1_000, 20 * 2 ** failures), resolve))
  }

  /** `false` where a partition is elsewhere by now. */
  async #fetch(leader: number, links: Links, wanting: readonly Partition[], isPatient: boolean): Promise<boolean> {
    const { session, partitions, arrived, failed } = this.#options
    const asked = new Map<string, Map<number, { readonly partition: Partition; readonly from: bigint }>>()
    // What comes first gets the most.
    const at = this.#turn++ % wanting.length
    for (const partition of [...wanting.slice(at), ...wanting.slice(0, at)]) {
      const topic = asked.get(partition.topicId) ?? new Map()
      asked.set(partition.topicId, topic.set(partition.index, { partition, from: partition.position }))
    }
    const isWhole = partitions().every((partition) => partition.leader !== leader || this.#asked.has(partition))
    const maxWaitMs = isWhole ? waitMs : waitMs / 10
    const { responses } = await links.ask(
      session.cluster.broker(leader),
      apis.fetch,
      [
        maxWaitMs,
        1,
        mostBytes,
        1,
        0,
        -1,
        [...asked].map(([topicId, topic]) => ({
          topicId,
          partitions: [...topic].map(([partition, { from }]) => ({
            partition,
            currentLeaderEpoch: -1,
            fetchOffset: from,
            lastFetchedEpoch: -1,
            partitionMaxBytes: 512 * 1024,
          })),
        })),
        [],
        '',
      ],
      maxWaitMs,
    )
    let isWell = true
    for (const { topicId, partitions: answers } of responses) {
      for (const { partitionIndex, errorCode, records = [], abortedTransactions } of answers) {
        const { partition, from } = asked.get(topicId)?.get(partitionIndex) ?? {}
        if (partition === undefined || from === undefined || partition.isLost || partition.position !== from) continue
        if (errorCode === codes.none) arrived(partition, recordsIn(records, abortedTransactions ?? [], from))
        else if (errorCode === codes.offsetOutOfRange) await this.#reset(partition)
        else {
          isWell = false
          if (!isPatient || !isPassingCode(errorCode))
            failed(new Error(`cannot read ${partition.name}: Kafka error ${errorCode}`))
        }
      }
    }
    return isWell
  }

  /** What was to be read next was removed, or never was. */
  async #reset(partition: Partition): Promise<void> {
    const { session } = this.#options
    const { topic: name, index, position } = partition
    const topic = await session.cluster.topic(name)
    if (topic === undefined) return
    const first = (await findOffsets(session, [topic], 'beginning')).get(name)?.get(index) ?? 0n
    const end = (await findOffsets(session, [topic], 'now')).get(name)?.get(index) ?? first
    // It may have grown meanwhile, and have what was asked for.
    if (position >= first && position <= end) return
    const next = position < first ? first : end
    const what =
      position < first ? `${first - position} messages were removed before they were read` : 'it is shorter than it was'
    session.options.warn(new Error(`partition ${index} of topic ${name} goes on at ${next}: ${what}`))
    partition.moveTo(next)
  }

  /** Who leads them now. */
  async #find(partitions: readonly Partition[]): Promise<void> {
    const { cluster } = this.#options.session
    const topics = await cluster.topics([...new Set(partitions.map(({ topic }) => topic))])
    for (const partition of partitions) {
      const topic = topics.get(partition.topic)
      if (topic?.id === partition.topicId) partition.leader = topic.leaders[partition.index] ?? -1
    }
  }
}
