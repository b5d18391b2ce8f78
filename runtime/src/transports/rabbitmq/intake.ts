import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { type ConsumeMessage, replies, replyCode } from './client.js'
import { Custody } from './custody.js'
import type { DeadLetterQueue } from './dead-letters.js'
import { Epoch } from './epoch.js'
import { holdingOf, type RabbitmqHolding } from './holding.js'
import { Origins } from './origins.js'
import type { Session } from './session.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly queue: string
  readonly deadLetters: DeadLetterQueue
  /** Makes the queue again that somebody deleted. Rejects where that is not for us to do. */
  readonly restore: () => Promise<void>
}

/**
 * There is no lease: a message is ours for as long as its channel lives. So often the bus asks whether it still is,
 * which costs nothing; a handler of what is not any more is told.
 */
const leaseMs = 1_500
/** AMQP's limit. */
const mostPrefetch = 65_535

/** One instance's end of a subscription. */
export class RabbitmqIntake implements Intake {
  readonly leaseMs = leaseMs
  readonly #options: IntakeOptions
  readonly #custody: Custody
  readonly #origins: Origins
  readonly #unwatch: () => void
  #epoch: Epoch | undefined
  #signal: AbortSignal | undefined
  #wake = () => {}
  #paused: Promise<void> | undefined
  #isClosing = false
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    this.#options = options
    const { place, session } = options
    this.#custody = new Custody(place.prefetch)
    this.#origins = new Origins(place.sources, session.settings.prefix)
    this.#unwatch = session.link.watch(() => this.#wake())
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    this.#listen(signal)
    for (;;) {
      const ready = this.#custody.hand(max)
      if (ready.length > 0 || signal.aborted || this.#isClosing) return ready
      const changed = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      if (this.#options.session.link.isUp) await this.#flow()
      await changed
    }
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#settle(holdings, (epoch, tags) => epoch.acknowledge(tags))
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return holdings.filter((holding) => !this.#custody.holds(holding))
  }

  /** In order they stay with this instance, so that nothing overtakes: nobody else gets any before it closes. */
  async return(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    if (this.#options.place.order === 'per-key') {
      const { held, lost } = this.#custody.take(holdings)
      this.#custody.settled(held)
      this.#custody.restore(held)
      this.#wake()
      return lost
    }
    // Where this instance takes no more, it must not be the one that they come to.
    await this.#paused
    return this.#settle(holdings, (epoch, tags) => epoch.giveBack(tags))
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const { held } = this.#custody.take([holding])
    const [mine] = held
    if (mine === undefined) return false
    const { deadLetters, place } = this.#options
    try {
      await deadLetters.store(mine, details, place.name)
    } catch (error) {
      this.#custody.keep(mine)
      throw error
    }
    this.#custody.settled(held)
    mine.epoch.acknowledge([mine.tag])
    // It is stored; where the broker did not hear that it is done with, it comes again.
    await mine.epoch.taken().catch(() => {})
    this.#wake()
    return true
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    this.#unwatch()
    this.#pause()
    this.#wake()
    await this.#paused?.catch(() => {})
    const epoch = this.#epoch
    this.#epoch = undefined
    const rest = this.#custody.takeAll()
    if (epoch === undefined) return
    if (this.#options.place.order === 'none') giveBack(rest)
    await epoch.taken().catch(() => {})
    await epoch.close()
  }

  #listen(signal: AbortSignal): void {
    if (this.#signal === signal) return
    this.#signal = signal
    const stop = () => {
      // One that nobody waits with any more stops nobody.
      if (this.#signal === signal) this.#pause()
      this.#wake()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  }

  /** Nobody receives any more, though what is held is still being worked at: the rest is for others, but in order. */
  #pause(): void {
    if (this.#options.place.order === 'per-key' || this.#paused !== undefined) return
    const epoch = this.#epoch
    const cancelled = epoch?.cancel() ?? Promise.resolve()
    this.#paused = cancelled.then(
      () => giveBack(this.#custody.takeArrivals()),
      () => {},
    )
  }

  /** Sees to it that messages come. */
  async #flow(): Promise<void> {
    const { session, place, queue } = this.#options
    await this.#paused
    this.#paused = undefined
    if (this.#epoch?.isConsuming) return
    try {
      if (this.#epoch !== undefined) return await this.#epoch.consume()
      const inOrder = place.order === 'per-key'
      this.#epoch = await Epoch.begin({
        link: session.link,
        queue,
        prefetch: inOrder ? session.settings.orderWindow : Math.min(place.prefetch, mostPrefetch),
        arrived: (delivery, epoch) => this.#arrived(delivery, epoch),
        lost: (epoch, cause) => this.#lost(epoch, cause),
      })
      if (!this.#epoch.isLive) this.#epoch = undefined
      if (this.#isClosing) await this.#epoch?.close()
    } catch (error) {
      this.#epoch = undefined
      // It is told by the link, which calls when it is back.
      if (!session.link.isUp) return
      if (replyCode(error) !== replies.notFound) throw error
      await this.#options.restore()
      this.#wake()
    }
  }

  #arrived(delivery: ConsumeMessage, epoch: Epoch): void {
    const holding = holdingOf(delivery, epoch, this.#origins)
    if (holding === undefined) {
      // Not for us any more. Should this be lost, it comes again, and is passed over again.
      epoch.acknowledge([delivery.fields.deliveryTag])
      return
    }
    this.#custody.add(holding)
    this.#wake()
  }

  #lost(epoch: Epoch, cause: Error | undefined): void {
    this.#custody.takeAll()
    if (this.#epoch === epoch) this.#epoch = undefined
    if (cause !== undefined && this.#options.session.link.isUp && !this.#isClosing) {
      const { place } = this.#options
      const what = `the channel of subscription ${place.name} was lost, and what it held comes again: ${cause.message}`
      this.#options.session.options.warn(new Error(what, { cause }))
    }
    this.#wake()
  }

  async #settle(
    holdings: readonly Holding[],
    act: (epoch: Epoch, tags: readonly number[]) => void,
  ): Promise<readonly Holding[]> {
    const { held, lost } = this.#custody.take(holdings)
    if (held.length === 0) return lost
    try {
      const byEpoch = [...tagsByEpoch(held)]
      for (const [epoch, tags] of byEpoch) act(epoch, tags)
      await Promise.all(byEpoch.map(([epoch]) => epoch.taken()))
    } finally {
      this.#custody.settled(held)
      this.#wake()
    }
    return lost
  }
}

function giveBack(holdings: readonly RabbitmqHolding[]): void {
  for (const [epoch, tags] of tagsByEpoch(holdings)) epoch.giveBack(tags)
}

function tagsByEpoch(holdings: readonly RabbitmqHolding[]): ReadonlyMap<Epoch, readonly number[]> {
  const found = new Map<Epoch, number[]>()
  for (const { epoch, tag } of holdings) {
    const tags = found.get(epoch)
    if (tags === undefined) found.set(epoch, [tag])
    else tags.push(tag)
  }
  return found
}
