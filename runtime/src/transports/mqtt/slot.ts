import { Deadline } from '../../delivery/deadline.js'
import type { MqttHolding } from './holding.js'
import { Line } from './line.js'
import type { Link } from './link.js'
import { Refused, takenOver } from './reasons.js'
import type { Received } from './received.js'
import type { Session } from './session.js'
import { Settlement } from './settlement.js'

export interface SlotOptions {
  readonly session: Session
  /** Which of the subscription's sessions. */
  readonly index: number
  readonly clientId: string
  readonly filters: readonly string[]
  readonly receiveMaximum: number
  /** A message, as what it is held; `undefined` for what is passed over. */
  readonly hold: (packet: Received, slot: Slot) => MqttHolding | undefined
  /** It is somebody else's now, or nobody's. */
  readonly lost: (holding: MqttHolding) => void
  readonly taken: (slot: Slot) => void
  /** The broker had no such session any more; it was made again. */
  readonly renewed: (slot: Slot) => void
}

interface Entry {
  holding: MqttHolding
  readonly topic: string
  /** Acknowledged by us; the broker may not know yet. */
  settlement: Settlement | undefined
  /** What came behind it and was passed over: acknowledged after it. Absent once it is acknowledged. */
  behind: number[] | undefined
}

/**
 * One session of a subscription, while we read it. A lost connection loses nothing: the broker hands out again, under
 * its number, what it has no acknowledgement of, and by that number it is recognised.
 */
export class Slot {
  readonly index: number
  /** It is to be given up, when nothing of it is held any more. */
  isLeaving = false
  readonly #options: SlotOptions
  readonly #line: Line
  readonly #entries = new Map<number, Entry>()
  /** What was here before the connection was lost, and was not handed out again yet. */
  #unseen = new Set<Entry>()
  /** What came last. */
  #latest: Entry | undefined
  /** Behind which something was passed over, the oldest first. */
  readonly #followed = new Set<Entry>()
  /** How many are not acknowledged, and how many of them were passed over. */
  #unacknowledged = 0
  #behind = 0
  /** By which they came. */
  #link: Link | undefined
  #isClosed = false

  constructor(options: SlotOptions) {
    const { session, clientId, receiveMaximum } = options
    this.#options = options
    this.index = options.index
    this.#line = new Line({
      clock: session.options.clock,
      open: (closed) =>
        session.open({
          clientId,
          receiveMaximum,
          sessionExpirySeconds: session.settings.sessionExpirySeconds,
          opened: (link) => this.#opened(link),
          message: (packet, link) => this.#message(packet, link),
          closed,
        }),
      lost: (error) => {
        if (!(error instanceof Refused && error.code === takenOver)) return
        this.#forgetAll(error)
        options.taken(this)
      },
    })
    this.#line.begin()
  }

  get trouble(): Error | undefined {
    return this.#line.trouble
  }

  whenUp(ms: number): Promise<unknown> {
    return this.#line.whenUp(ms)
  }

  /** Resolves when the broker knows, with those that are no longer ours. Rejects when it is not known. */
  async settle(holdings: readonly MqttHolding[]): Promise<readonly MqttHolding[]> {
    const { session } = this.#options
    const entries: Entry[] = []
    const lost: MqttHolding[] = []
    const settlement = new Settlement()
    for (const holding of holdings) {
      const entry = this.#entries.get(holding.messageId)
      if (entry?.holding !== holding) {
        lost.push(holding)
        continue
      }
      entry.settlement = settlement
      settlement.add()
      entries.push(entry)
    }
    if (entries.length === 0) return lost
    const { link } = this.#line
    if (link !== undefined) this.#acknowledge(entries, link)
    const late = new Deadline(session.settings.requestTimeoutMs, session.options.clock)
    const isLate = late.over.then(() => {
      throw new Error('the broker did not say that it has the acknowledgement')
    })
    await Promise.race([settlement.over, isLate]).finally(late.callOff)
    return lost
  }

  /** Held anew, as another holding: what was held before settles nothing any more. */
  again(holding: MqttHolding): MqttHolding {
    const renewed = { ...holding }
    const entry = this.#entries.get(holding.messageId)
    if (entry?.holding === holding) entry.holding = renewed
    return renewed
  }

  /** The session stays, with what is unacknowledged: the next who reads it gets that first. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#untilConcluded()
    await this.#line.close()
    this.#forgetAll(new Error('the session is given up'))
  }

  #opened(link: Link): void {
    this.#link = link
    // What was passed over comes again.
    for (const { behind } of this.#followed) behind?.splice(0)
    this.#followed.clear()
    this.#unacknowledged -= this.#behind
    this.#behind = 0
    if (!link.isSessionPresent) {
      this.#forgetAll(new Error('the broker had no such session any more'))
      void this.#renew(link)
      return
    }
    const unseen = new Set(this.#entries.values())
    this.#unseen = unseen
    if (unseen.size === 0) return
    link.flushed().then(
      () => {
        for (const entry of unseen) if (this.#unseen.has(entry)) this.#forget(entry)
      },
      () => {},
    )
  }

  #message(packet: Received, link: Link): void {
    const messageId = packet.messageId
    const entry = this.#entries.get(messageId)
    if (entry !== undefined) {
      if (packet.dup && isSame(entry, packet)) {
        this.#unseen.delete(entry)
        if (entry.settlement !== undefined) this.#acknowledge([entry], link)
        return
      }
      this.#forget(entry)
    }
    const holding = this.#options.hold(packet, this)
    if (holding === undefined) {
      this.#passOver(messageId, link)
      return
    }
    this.#latest = { holding, topic: packet.topic, settlement: undefined, behind: [] }
    this.#entries.set(messageId, this.#latest)
    this.#unacknowledged++
  }

  /**
   * MQTT 5.0, section 4.6: acknowledged in the order in which they came, as far as what is handled allows. Mosquitto looks
   * through all that came before one that is acknowledged, and (2.0) may send more than it was asked for. Else half of
   * what may be here is for what is handled, however long that takes.
   */
  #passOver(messageId: number, link: Link): void {
    const { receiveMaximum } = this.#options
    const isFlooded = this.#unacknowledged >= receiveMaximum
    if (this.#latest?.behind === undefined || (!isFlooded && this.#behind >= receiveMaximum / 2)) {
      link.acknowledgeLater(messageId)
      return
    }
    this.#latest.behind.push(messageId)
    this.#followed.add(this.#latest)
    this.#behind++
    this.#unacknowledged++
    const [oldest] = this.#unacknowledged > mostUnacknowledged ? this.#followed : []
    if (oldest !== undefined) this.#releaseBehind(oldest)
  }

  /** What was acknowledged should be known to be; a broker that is silent is not waited for. */
  async #untilConcluded(): Promise<void> {
    const { link } = this.#line
    if (link === undefined || ![...this.#entries.values()].some(({ settlement }) => settlement !== undefined)) return
    const late = new Deadline(farewellMs, this.#options.session.options.clock)
    await Promise.race([link.flushed().catch(() => {}), late.over])
    late.callOff()
  }

  #acknowledge(entries: readonly Entry[], link: Link): void {
    for (const entry of entries) {
      link.acknowledge(entry.holding.messageId)
      this.#release(entry)
    }
    link.flushed().then(
      () => {
        for (const entry of entries) this.#conclude(entry)
      },
      // The next connection tells.
      () => {},
    )
  }

  async #renew(link: Link): Promise<void> {
    try {
      await link.subscribe(this.#options.filters, { isNew: true })
      this.#options.renewed(this)
    } catch (error) {
      if (link.isOpen) link.drop(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** The broker has it no longer in its hands for us: acknowledged, or taken meanwhile. */
  #forget(entry: Entry): void {
    if (entry.settlement !== undefined) this.#conclude(entry)
    else this.#lose(entry)
  }

  #conclude(entry: Entry, error?: Error): void {
    this.#remove(entry)
    const { settlement } = entry
    entry.settlement = undefined
    settlement?.conclude(error)
  }

  #lose(entry: Entry): void {
    this.#remove(entry)
    if (!this.#isClosed) this.#options.lost(entry.holding)
  }

  #remove(entry: Entry): void {
    const { messageId } = entry.holding
    if (this.#entries.get(messageId) === entry) this.#entries.delete(messageId)
    this.#release(entry)
  }

  /** It is acknowledged, and so is what came behind it. */
  #release(entry: Entry): void {
    if (entry.behind === undefined) return
    this.#releaseBehind(entry)
    entry.behind = undefined
    this.#unacknowledged--
  }

  #releaseBehind(entry: Entry): void {
    const messageIds = entry.behind?.splice(0) ?? []
    this.#followed.delete(entry)
    this.#unacknowledged -= messageIds.length
    this.#behind -= messageIds.length
    for (const messageId of messageIds) this.#link?.acknowledgeLater(messageId)
  }

  #forgetAll(why: Error): void {
    for (const entry of [...this.#entries.values()]) {
      this.#conclude(entry, why)
      this.#lose(entry)
    }
  }
}

const farewellMs = 500
/** Of numbers there are 65,535, and whoever sends more than it was asked for gives them again. */
const mostUnacknowledged = 32_768

const isSame = ({ topic, holding }: Entry, packet: Received): boolean =>
  topic === packet.topic && Buffer.compare(holding.wire.body, packet.payload) === 0
