import { randomUUID } from 'node:crypto'
import { apis, codes, describeError, errorCode } from './client.js'
import { isPassing } from './cluster.js'
import { type Links, Unreachable } from './links.js'
import type { Session } from './session.js'

/** One partition of one topic, as a group knows it. */
export interface Share {
  readonly topicId: string
  readonly index: number
}

export interface MembershipListener {
  /** It is ours from now on. */
  assigned(shares: readonly Share[]): void
  /**
   * It is to go to somebody else. Resolves when it may, with `false` when it is kept after all, since it was given back
   * to us meanwhile.
   */
  leave(share: Share): Promise<boolean>
  /** What was to leave is ours again. */
  keep(share: Share): void
  /** Nothing is ours any more, and somebody else may have it. */
  lost(): void
  /** The group does not take us; it is asked again. */
  failed(error: Error): void
}

export interface MembershipOptions {
  readonly session: Session
  readonly links: Links
  readonly group: string
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  /** So long it takes at most until whoever holds a message hears that it is lost. */
  readonly tellMs: number
  readonly listener: MembershipListener
}

/** Ours is more often than the broker asks for: so long it takes until a partition moves. */
const beatMs = 1_000
/** The broker waits as long as this for partitions that are to move, over the time that we take. */
const graceMs = 30_000
/** What should pass, and did not after so many beats in turn, is told: after some seconds. */
const patience = 10

/**
 * One member of a consumer group, by the protocol of Kafka 4 (KIP-848): the broker says which partitions are ours, and
 * gives none to anybody that another one has not let go.
 */
export class Membership {
  readonly memberId = randomUUID()
  epoch = 0
  readonly #options: MembershipOptions
  readonly #owned = new Map<string, Share>()
  readonly #leaving = new Set<string>()
  #target = new Set<string>()
  #isSubscribed = true
  #beating: Promise<void> | undefined
  #isDue = false
  #cancel = () => {}
  #failures = 0
  /** How often in turn the group gave an error for an answer. */
  #refusals = 0
  /** When the broker last is sure to have counted us in, in milliseconds. */
  #seenAt: number
  /** The group may count us in. */
  #isCounted = false
  /** Since when it may do so although we dropped all that we had, in milliseconds. */
  #staleSince: number | undefined
  #isOver = false

  constructor(options: MembershipOptions) {
    this.#options = options
    this.#seenAt = options.session.options.clock.now()
  }

  /** Whether the group may have counted us out, though nobody could tell us. */
  get isDoubtful(): boolean {
    const { session, sessionTimeoutMs } = this.#options
    return session.options.clock.now() >= this.#seenAt + sessionTimeoutMs
  }

  /** So long a partition may take to go: longer where nobody here wants more, and what is at work may end. */
  get leaveWithinMs(): number {
    const { handOverMs } = this.#options.session.settings
    return this.#isSubscribed ? handOverMs : handOverMs + graceMs / 2
  }

  get isMember(): boolean {
    return this.epoch > 0 && !this.#isOver
  }

  /** Takes part, or takes part without being given anything. */
  subscribe(isSubscribed: boolean): void {
    if (this.#isSubscribed === isSubscribed) return
    this.#isSubscribed = isSubscribed
    void this.beat()
  }

  /** Tells the broker now that we are there, and what we have. Resolves when it has answered, or could not be asked. */
  beat(): Promise<void> {
    if (this.#beating !== undefined) {
      this.#isDue = true
      return this.#beating
    }
    this.#beating = this.#beatOn().finally(() => {
      this.#beating = undefined
    })
    return this.#beating
  }

  /** Whatever we have may go to others. */
  async leave(): Promise<void> {
    this.#isOver = true
    this.#cancel()
    await this.#beating
    if (this.#isCounted) await this.#ask(-1).catch(() => {})
  }

  async #beatOn(): Promise<void> {
    do {
      this.#isDue = false
      this.#cancel()
      const waitMs = await this.#beatOnce()
      if (this.#isOver) return
      this.#cancel = this.#options.session.options.clock.after(waitMs, () => void this.beat())
    } while (this.#isDue)
  }

  /** Answers with how long the next may wait. */
  async #beatOnce(): Promise<number> {
    const { session, group, tellMs, listener } = this.#options
    const askedAt = session.options.clock.now()
    try {
      const waitMs = await this.#leaveStale()
      if (waitMs > 0) return waitMs
      const { memberEpoch, heartbeatIntervalMs, assignment } = await this.#ask(this.epoch)
      this.#seenAt = askedAt
      this.#failures = 0
      this.#refusals = 0
      this.epoch = memberEpoch
      session.back()
      if (assignment !== null && !this.#isOver) {
        this.#reconcile(
          assignment.topicPartitions.flatMap(({ topicId, partitions }) =>
            partitions.map((index) => ({ topicId, index })),
          ),
        )
      }
      return Math.min(heartbeatIntervalMs, beatMs)
    } catch (error) {
      const code = errorCode(error)
      if (code === codes.unknownMemberId) {
        this.#isCounted = false
        this.#lose()
        this.#isDue = this.#failures++ === 0
        return beatMs
      }
      if (code === codes.fencedMemberEpoch) {
        this.#goStale()
        return tellMs
      }
      if (this.isDoubtful && this.epoch > 0) this.#goStale()
      session.cluster.forgetCoordinator('group', group)
      this.#refusals = error instanceof Unreachable ? 0 : this.#refusals + 1
      if (isPassing(error) && this.#refusals < patience) session.away(error)
      else listener.failed(new Error(`group ${group} does not take us: ${describeError(error)}`, { cause: error }))
      return Math.min(beatMs, 50 * 2 ** this.#failures++)
    }
  }

  /** All is lost, but the group may give it to nobody as long as it waits for us. */
  #goStale(): void {
    this.#lose()
    this.#staleSince ??= this.#options.session.options.clock.now()
  }

  /**
   * A group refuses a member that it knows and that begins anew, until its session is over: so it leaves before it comes
   * again, but not before whoever holds a message has heard that it is lost. Answers with how long that is to wait for.
   */
  async #leaveStale(): Promise<number> {
    if (this.#staleSince === undefined) return 0
    const { session, tellMs } = this.#options
    const leftMs = this.#staleSince + tellMs - session.options.clock.now()
    if (leftMs > 0) return leftMs
    await this.#ask(-1).catch((error) => {
      if (isPassing(error)) throw error
    })
    this.#isCounted = false
    this.#staleSince = undefined
    return 0
  }

  async #ask(epoch: number) {
    if (epoch >= 0) this.#isCounted = true
    const { session, links, group, topics } = this.#options
    const coordinator = await session.cluster.coordinator('group', group)
    const owned = new Map<string, number[]>()
    if (epoch > 0) {
      for (const { topicId, index } of this.#owned.values()) owned.set(topicId, [...(owned.get(topicId) ?? []), index])
    }
    return links.ask(coordinator, apis.groupHeartbeat, [
      group,
      this.memberId,
      epoch,
      null,
      null,
      session.settings.handOverMs + graceMs,
      this.#isSubscribed ? [...topics] : [],
      null,
      null,
      [...owned].map(([topicId, partitions]) => ({ topicId, partitions })),
    ])
  }

  #reconcile(shares: readonly Share[]): void {
    this.#target = new Set(shares.map(nameOf))
    for (const share of this.#owned.values()) {
      const isWanted = this.#target.has(nameOf(share))
      const isLeaving = this.#leaving.has(nameOf(share))
      if (!isWanted && !isLeaving) void this.#letGo(share)
      if (isWanted && isLeaving) this.#options.listener.keep(share)
    }
    const added = shares.filter((share) => !this.#owned.has(nameOf(share)))
    for (const share of added) this.#owned.set(nameOf(share), share)
    if (added.length === 0) return
    this.#isDue = true
    this.#options.listener.assigned(added)
  }

  async #letGo(share: Share): Promise<void> {
    const name = nameOf(share)
    this.#leaving.add(name)
    const isGone = await this.#options.listener.leave(share)
    this.#leaving.delete(name)
    if (!isGone || this.#owned.get(name) !== share) return
    this.#owned.delete(name)
    if (!this.#isOver) void this.beat()
  }

  #lose(): void {
    this.#owned.clear()
    this.#leaving.clear()
    this.#target.clear()
    this.epoch = 0
    this.#options.listener.lost()
  }
}

export const nameOf = ({ topicId, index }: Share): string => `${topicId} ${index}`
