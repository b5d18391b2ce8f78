import { Deadline } from '../../delivery/deadline.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import type { Topic } from './cluster.js'
import type { Committer } from './committer.js'
import type { Custody } from './custody.js'
import type { Links } from './links.js'
import { type Membership, type MembershipListener, nameOf, type Share } from './membership.js'
import { findCommitted } from './offsets.js'
import { Partition } from './partition.js'
import type { Session } from './session.js'
import type { Declared } from './subscriptions.js'

export interface SharesOptions {
  readonly session: Session
  readonly links: Links
  readonly place: SubscriptionPlace
  readonly declared: Declared
  readonly custody: Custody
  readonly membership: () => Membership
  readonly committer: () => Committer
  /** So long it takes at most until whoever holds a message hears that it is lost. */
  readonly tellMs: number
  /** Something is there, or is no longer. */
  readonly changed: () => void
  readonly failed: (error: Error) => void
}

/** What becomes of partitions that are given to us and taken from us. */
export class Shares implements MembershipListener {
  readonly #options: SharesOptions
  /** Ours, whether or not their positions are known yet. */
  readonly #ours = new Map<string, { partition: Partition | undefined }>()
  readonly #watchers = new Set<() => void>()

  constructor(options: SharesOptions) {
    this.#options = options
  }

  assigned(shares: readonly Share[]): void {
    for (const share of shares) this.#ours.set(nameOf(share), { partition: undefined })
    void this.#begin(shares)
  }

  async leave(share: Share): Promise<boolean> {
    const { custody, committer, membership, tellMs } = this.#options
    const name = nameOf(share)
    const mine = this.#ours.get(name)
    const partition = mine?.partition
    if (partition === undefined) {
      this.#ours.delete(name)
      return true
    }
    partition.isLeaving = true
    await this.#untilUnheld(partition)
    if (!partition.isLeaving) return false
    if (partition.held > 0 && !partition.isLost) {
      custody.forgetHeld(partition)
      await this.#pause(tellMs)
    }
    // Perhaps it goes since its topic was made again.
    this.#options.session.cluster.forget(partition.topic)
    partition.uncount()
    // Where it fails, the next owner hands out again what we settled last.
    if (partition.isDirty && membership().isMember)
      await committer()
        .commit([partition])
        .catch(() => {})
    if (!partition.isLeaving) partition.isLeaving = true
    custody.drop(partition)
    this.#ours.delete(name)
    this.check()
    return true
  }

  keep(share: Share): void {
    const partition = this.#ours.get(nameOf(share))?.partition
    if (partition === undefined || partition.isLost) return
    partition.isLeaving = false
    this.check()
    this.#options.changed()
  }

  lost(): void {
    const { custody } = this.#options
    this.#ours.clear()
    for (const partition of custody.partitions) custody.drop(partition)
    this.check()
    this.#options.changed()
  }

  failed(error: Error): void {
    this.#options.failed(error)
  }

  /** Something was settled. */
  check(): void {
    for (const watcher of this.#watchers) watcher()
  }

  /** Or kept, or lost, or out of time, of which there may come to be more. */
  async #untilUnheld(partition: Partition): Promise<void> {
    const { session, membership } = this.#options
    const { clock } = session.options
    const begun = clock.now()
    const isFree = () => partition.held === 0 || partition.isLost || !partition.isLeaving
    while (!isFree()) {
      const leftMs = begun + membership().leaveWithinMs - clock.now()
      if (leftMs <= 0) return
      const late = new Deadline(leftMs, clock)
      await Promise.race([this.#until(isFree), late.over])
      late.callOff()
    }
  }

  #until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise((resolve) => {
      const watcher = () => {
        if (!condition()) return
        this.#watchers.delete(watcher)
        resolve()
      }
      this.#watchers.add(watcher)
    })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.session.options.clock.after(ms, resolve))
  }

  /** Finds where they stand, for as long as it takes. */
  async #begin(shares: readonly Share[]): Promise<void> {
    const { session, failed, changed } = this.#options
    const mine = new Map(shares.map((share) => [nameOf(share), this.#ours.get(nameOf(share))]))
    const isOurs = (share: Share) => this.#ours.get(nameOf(share)) === mine.get(nameOf(share))
    for (let failures = 0; !session.isClosed; failures++) {
      const wanted = shares.filter(isOurs)
      if (wanted.length === 0) return
      try {
        const found = await this.#find(wanted)
        for (const [share, partition] of found) {
          const one = this.#ours.get(nameOf(share))
          if (one === undefined || !isOurs(share)) continue
          one.partition = partition
          this.#options.custody.take(partition)
        }
        return changed()
      } catch (error) {
        if (failures > 0) failed(error instanceof Error ? error : new Error(String(error)))
      }
      await this.#options.membership().beat()
      await this.#pause(Math.min(1_000, 20 * 2 ** failures))
    }
  }

  async #find(shares: readonly Share[]): Promise<ReadonlyMap<Share, Partition>> {
    const { session, links, declared, place, membership } = this.#options
    const topics = await session.cluster.topics(declared.topics)
    const byId = new Map([...topics.values()].map((topic) => [topic.id, topic]))
    const topicOf = (share: Share): Topic => {
      const topic = byId.get(share.topicId)
      if (topic === undefined) throw new Error(`a topic of group ${declared.group} is not known yet`)
      return topic
    }
    const indexes = new Map<string, number[]>()
    for (const share of shares) {
      const { name } = topicOf(share)
      indexes.set(name, [...(indexes.get(name) ?? []), share.index])
    }
    const committed = await findCommitted(session, links, declared.group, indexes, membership())
    return new Map(
      shares.map((share) => {
        const { name, id, leaders } = topicOf(share)
        const there = committed.get(name)?.get(share.index)
        const partition = new Partition({
          topic: name,
          topicId: id,
          index: share.index,
          leader: leaders[share.index] ?? -1,
          // One that came later than the subscription begins at its first message.
          committed: there?.offset ?? declared.starts.get(id)?.get(share.index) ?? 0n,
          metadata: there?.metadata ?? null,
          isNew: there === undefined,
          order: place.order,
          clock: session.options.clock,
        })
        return [share, partition]
      }),
    )
  }
}
