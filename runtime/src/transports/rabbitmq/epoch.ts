import type { Channel, ConsumeMessage } from './client.js'
import type { Link } from './link.js'
import { Unsettled } from './unsettled.js'

export interface EpochOptions {
  readonly link: Link
  readonly queue: string
  /** The most messages that the broker hands out at once. */
  readonly prefetch: number
  readonly arrived: (delivery: ConsumeMessage, epoch: Epoch) => void
  /** The channel is gone, and with it all that came by it: the broker hands it out again. */
  readonly lost: (epoch: Epoch, cause: Error | undefined) => void
}

/**
 * The life of one channel of one consumer. What came by it can be settled by it alone: a tag means something else on
 * another channel, and one that the broker does not know closes it.
 */
export class Epoch {
  readonly #options: EpochOptions
  readonly #channel: Channel
  readonly #unsettled = new Unsettled()
  #consumerTag: string | undefined
  #isLive = true
  #cause: Error | undefined
  /** Which the broker answers only once it has taken in all that was sent before. */
  #asking: Promise<void> | undefined
  #nextAsking: Promise<void> | undefined

  private constructor(channel: Channel, options: EpochOptions) {
    this.#channel = channel
    this.#options = options
    channel.on('error', (error) => {
      this.#cause = error
    })
    channel.on('close', () => this.#end())
  }

  /** Rejects where the queue is not there, or may not be read. */
  static async begin(options: EpochOptions): Promise<Epoch> {
    const channel = await options.link.channel()
    const epoch = new Epoch(channel, options)
    try {
      await options.link.answered(channel.prefetch(options.prefetch))
      await epoch.consume()
    } catch (error) {
      // Where the answer was only late, nobody must be left behind who takes messages.
      epoch.#abandon()
      throw error
    }
    return epoch
  }

  get isLive(): boolean {
    return this.#isLive
  }

  get isConsuming(): boolean {
    return this.#consumerTag !== undefined
  }

  async consume(): Promise<void> {
    const { link, queue, arrived } = this.#options
    const { consumerTag } = await link.answered(
      this.#channel.consume(queue, (delivery) => {
        // The broker took the consumer away: the queue was deleted, or moved to another node.
        if (delivery === null) return this.#giveUp(new Error(`the broker ended the consumer of ${queue}`))
        this.#unsettled.add(delivery.fields.deliveryTag)
        arrived(delivery, this)
      }),
    )
    this.#consumerTag = consumerTag
  }

  /** Nothing comes any more once this has resolved. */
  async cancel(): Promise<void> {
    const tag = this.#consumerTag
    if (tag === undefined || !this.#isLive) return
    this.#consumerTag = undefined
    await this.#options.link.answered(this.#channel.cancel(tag))
  }

  acknowledge(tags: readonly number[]): void {
    if (!this.#isLive) return
    const { upTo, alone } = this.#unsettled.take(tags)
    if (upTo !== undefined) this.#channel.ack(deliveryOf(upTo), true)
    for (const tag of alone) this.#channel.ack(deliveryOf(tag))
  }

  /** In the order in which they came. */
  giveBack(tags: readonly number[]): void {
    if (!this.#isLive) return
    for (const tag of tags.toSorted((one, other) => one - other)) {
      this.#unsettled.delete(tag)
      this.#channel.nack(deliveryOf(tag), false, true)
    }
  }

  /**
   * Resolves when the broker has taken in what was sent until now; of a consumer it confirms nothing by itself.
   * Rejects when the channel was lost meanwhile.
   */
  taken(): Promise<void> {
    this.#nextAsking ??= (this.#asking ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        this.#asking = this.#nextAsking
        this.#nextAsking = undefined
        return this.#ask()
      })
    return this.#nextAsking
  }

  /** Whatever came by it and is not settled goes back, in the order in which it came. */
  async close(): Promise<void> {
    if (!this.#isLive) return
    this.#isLive = false
    await this.#options.link.answered(this.#channel.close()).catch(() => {})
  }

  async #ask(): Promise<void> {
    if (!this.#isLive) throw new Error('the channel was lost before the broker confirmed')
    await this.#options.link.answered(this.#channel.prefetch(this.#options.prefetch))
  }

  #giveUp(cause: Error): void {
    this.#cause ??= cause
    this.#abandon()
  }

  #abandon(): void {
    this.#end()
    void Promise.resolve()
      .then(() => this.#channel.close())
      .catch(() => {})
  }

  #end(): void {
    if (!this.#isLive) return
    this.#isLive = false
    this.#options.lost(this, this.#cause)
  }
}

/** All that the client looks at when it settles one. */
export const deliveryOf = (deliveryTag: number) => ({ fields: { deliveryTag } }) as ConsumeMessage
