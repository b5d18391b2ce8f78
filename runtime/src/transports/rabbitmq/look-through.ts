import type { Clock } from '../../transport/clock.js'
import type { Channel, Message } from './client.js'
import { deliveryOf } from './epoch.js'
import type { Link } from './link.js'

export interface Perusal {
  readonly link: Link
  readonly channel: Channel
  readonly queue: string
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Shown each; the one that is to be removed is the last. */
  readonly look: (message: Message) => Promise<'next' | 'end' | 'remove'>
}

/** Looks through a queue by taking out what is in it; whatever is not removed goes back, in the order in which it came. */
export async function lookThrough(perusal: Perusal): Promise<void> {
  const { link, channel, look, signal } = perusal
  const taken: number[] = []
  try {
    // Mostly it is the first that is looked for; where it is not, more and more are taken at once.
    for (let [size, bytes] = [1, 0]; ; size = sizeAfter(size, bytes / taken.length)) {
      signal?.throwIfAborted()
      const batch = await take(perusal, size)
      if (batch.length === 0) return
      for (const { fields, content } of batch) {
        taken.push(fields.deliveryTag)
        bytes += content.length
      }
      for (const message of batch) {
        const verdict = await look(message)
        if (verdict === 'remove') {
          channel.ack(message)
          taken.splice(taken.indexOf(message.fields.deliveryTag), 1)
        }
        if (verdict !== 'next') return
      }
    }
  } finally {
    // A channel that is gone has given back what it had.
    await link.answered(giveBack(channel, taken)).catch(() => {})
  }
}

/** As many at most, and none when there are none. */
async function take({ link, channel, queue, clock }: Perusal, size: number): Promise<readonly Message[]> {
  if (size === 1) {
    const message = await link.answered(channel.get(queue))
    return message === false ? [] : [message]
  }
  const { messageCount } = await link.answered(channel.checkQueue(queue))
  const wanted = Math.min(size, messageCount)
  if (wanted === 0) return []
  await link.answered(channel.prefetch(size))
  const batch: Message[] = []
  let came = () => {}
  const { consumerTag } = await link.answered(
    channel.consume(queue, (message) => {
      if (message !== null) batch.push(message)
      came()
    }),
  )
  for (let before = -1; batch.length < wanted && batch.length > before; ) {
    before = batch.length
    await new Promise<void>((resolve) => {
      // What was counted and does not come was somebody else's just then.
      const callOff = clock.after(silenceMs, resolve)
      came = () => {
        callOff()
        resolve()
      }
    })
  }
  await link.answered(channel.cancel(consumerTag))
  return batch
}

/** Resolves once the broker has taken it in. One by one: given back all at once they would be in any order. */
async function giveBack(channel: Channel, tags: readonly number[]): Promise<void> {
  for (const tag of tags) channel.nack(deliveryOf(tag), false, true)
  await channel.prefetch(0)
}

/** No more than a few megabytes at once, as far as one can tell from those that were seen. */
const sizeAfter = (size: number, bytesEach: number): number =>
  Math.max(2, Math.min(size * 10, 500, Math.floor((8 * 1024 * 1024) / Math.max(1, bytesEach))))

const silenceMs = 1_000
