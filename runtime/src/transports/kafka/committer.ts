import { Deadline } from '../../delivery/deadline.js'
import { apis, codes, errorCode, isPassingCode } from './client.js'
import { isPassing } from './cluster.js'
import { type Links, Unreachable } from './links.js'
import type { Membership } from './membership.js'
import type { Partition, Snapshot } from './partition.js'
import type { Session } from './session.js'

/** What one partition is, on its way to the broker. */
interface Telling {
  /** Resolves with whether the partition was lost. */
  readonly done: Promise<boolean>
  readonly resolve: (isLost: boolean) => void
  readonly reject: (error: unknown) => void
  /** Of the partition as it is said to be; as it is when it is said, as long as it is not. */
  version: number | undefined
}

/**
 * Tells the broker how far each partition is settled. Of each partition one request is under way at a time, so that none
 * overtakes another. A request takes all that waits; there are as many at once as connections, of which a broker
 * answers each in turn.
 */
export class Committer {
  readonly #session: Session
  readonly #idle: Links[]
  readonly #group: string
  readonly #membership: Membership
  readonly #waiting = new Map<Partition, Telling>()
  readonly #underWay = new Map<Partition, Telling>()
  #isDue = false

  constructor(session: Session, links: readonly Links[], group: string, membership: Membership) {
    this.#session = session
    this.#idle = [...links]
    this.#group = group
    this.#membership = membership
  }

  /**
   * Resolves when what the partitions are now stands with the broker, with those that are lost. Rejects when that could
   * not be done in time; the next commit makes up for it.
   */
  async commit(partitions: Iterable<Partition>): Promise<ReadonlySet<Partition>> {
    const all = [...new Set(partitions)]
    const isLost = await Promise.all(all.map((partition) => this.#tell(partition).done))
    return new Set(all.filter((_, index) => isLost[index]))
  }

  #tell(partition: Partition): Telling {
    const underWay = this.#underWay.get(partition)
    if (underWay !== undefined && (underWay.version ?? partition.version) === partition.version) return underWay
    const waiting = this.#waiting.get(partition) ?? newTelling()
    this.#waiting.set(partition, waiting)
    if (!this.#isDue) {
      this.#isDue = true
      // What is settled in the same turn goes along.
      queueMicrotask(() => this.#begin())
    }
    return waiting
  }

  #begin(): void {
    this.#isDue = false
    for (;;) {
      const open = new Map([...this.#waiting].filter(([partition]) => !this.#underWay.has(partition)))
      const links = open.size > 0 ? this.#idle.shift() : undefined
      if (links === undefined) return
      for (const [partition, telling] of open) {
        this.#waiting.delete(partition)
        this.#underWay.set(partition, telling)
      }
      void this.#run(links, open)
    }
  }

  async #run(links: Links, open: Map<Partition, Telling>): Promise<void> {
    try {
      await this.#commit(links, open)
    } catch (error) {
      for (const [partition, { reject }] of open) {
        this.#underWay.delete(partition)
        reject(error)
      }
    }
    this.#idle.push(links)
    this.#begin()
  }

  /** Until none is open any more. */
  async #commit(links: Links, open: Map<Partition, Telling>): Promise<void> {
    const { settings, options, cluster } = this.#session
    const late = new Deadline(settings.requestTimeoutMs, options.clock)
    try {
      for (let failures = 0; ; failures++) {
        try {
          const failed = await this.#try(links, open)
          if (open.size === 0) return
          this.#begin()
          const refused = failed.find((code) => !isPassingCode(code) && code !== codes.staleMemberEpoch)
          if (refused !== undefined) throw new Error(refusals[refused] ?? `Kafka refuses to commit (error ${refused})`)
        } catch (error) {
          if (!isPassing(error) && errorCode(error) === undefined) throw error
          if (late.isOver || this.#session.isClosed) throw error
        }
        if (late.isOver) throw new Unreachable(`group ${this.#group} could not be committed to in time`)
        cluster.forgetCoordinator('group', this.#group)
        await this.#membership.beat()
        await new Promise<void>((resolve) => options.clock.after(Math.min(500, 10 * 2 ** failures), resolve))
      }
    } finally {
      late.callOff()
    }
  }

  /** Answers with why some are still open. */
  async #try(links: Links, open: Map<Partition, Telling>): Promise<readonly number[]> {
    const { cluster } = this.#session
    if (this.#sift(open) === 0) return []
    if (!this.#membership.isMember) return [codes.staleMemberEpoch]
    const coordinator = await cluster.coordinator('group', this.#group)
    const gone = await this.#gone([...open.keys()])
    if (this.#sift(open) === 0) return []
    // Whoever was counted out meanwhile has lost them all, and is here no more.
    const said = new Map<string, Map<number, readonly [Partition, Snapshot]>>()
    for (const [partition, telling] of open) {
      const { snapshot } = partition
      telling.version = snapshot.version
      if (gone.has(partition)) {
        this.#done(open, partition, snapshot)
        continue
      }
      const topic = said.get(partition.topic) ?? new Map()
      said.set(partition.topic, topic.set(partition.index, [partition, snapshot]))
    }
    if (said.size === 0) return []
    const { topics } = await links.ask(coordinator, apis.offsetCommit, [
      this.#group,
      this.#membership.epoch,
      this.#membership.memberId,
      null,
      [...said].map(([name, topic]) => ({
        name,
        partitions: [...topic].map(([partitionIndex, [, { offset, metadata }]]) => ({
          partitionIndex,
          committedOffset: offset,
          committedLeaderEpoch: -1,
          committedMetadata: metadata,
        })),
      })),
    ])
    const failed: number[] = []
    for (const { name, partitions } of topics) {
      for (const { partitionIndex, errorCode: code } of partitions) {
        const [partition, snapshot] = said.get(name)?.get(partitionIndex) ?? []
        if (partition === undefined || snapshot === undefined) continue
        // Of a topic that was deleted there is nothing to keep.
        if (code === codes.none || code === codes.unknownTopicOrPartition) this.#done(open, partition, snapshot)
        // Out of the group: it finds that out by itself, and all is lost.
        else failed.push(outside.includes(code) ? codes.staleMemberEpoch : code)
      }
    }
    this.#sift(open)
    return failed
  }

  #done(open: Map<Partition, Telling>, partition: Partition, snapshot: Snapshot): void {
    partition.told(snapshot)
    this.#end(open, partition, false)
  }

  /** Those that were lost are done with. Answers with how many are left. */
  #sift(open: Map<Partition, Telling>): number {
    for (const partition of open.keys()) if (partition.isLost) this.#end(open, partition, true)
    return open.size
  }

  #end(open: Map<Partition, Telling>, partition: Partition, isLost: boolean): void {
    this.#underWay.delete(partition)
    open.get(partition)?.resolve(isLost)
    open.delete(partition)
  }

  /** Offsets are committed by the name of a topic: those of one that was made again under its name would be taken for its. */
  async #gone(partitions: readonly Partition[]): Promise<ReadonlySet<Partition>> {
    const gone = new Set<Partition>()
    for (const partition of partitions) {
      const topic = await this.#session.cluster.topic(partition.topic)
      if (topic !== undefined && topic.id !== partition.topicId) gone.add(partition)
    }
    return gone
  }
}

const outside: readonly number[] = [codes.unknownMemberId, codes.fencedMemberEpoch]

const refusals: Readonly<Record<number, string>> = {
  [codes.metadataTooLarge]: 'the broker takes too little beside an offset; offset.metadata.max.bytes must be 4096',
}

function newTelling(): Telling {
  let resolve: Telling['resolve'] = () => {}
  let reject: Telling['reject'] = () => {}
  const done = new Promise<boolean>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { done, resolve, reject, version: undefined }
}
