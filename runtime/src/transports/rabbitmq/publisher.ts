import { NotAccepted } from '../../error/not-accepted.js'
import { sleep } from '../../transport/sleep.js'
import { type Options, reasonOf, replies, replyCode } from './client.js'
import { Outlet, Unroutable } from './outlet.js'
import type { Session } from './session.js'
import type { AmqpWire } from './wire.js'

export interface Publication {
  /** By its name; empty for the one that leads to each queue by its own. */
  readonly exchange: string
  readonly routingKey: string
  readonly wire: AmqpWire
  readonly options?: Options.Publish
}

export interface PublishOptions {
  readonly signal?: AbortSignal | undefined
  /** Makes again what the broker says is not there. */
  readonly restore: () => Promise<void>
}

/** Publishes with confirmation, by one channel for each exchange, and again while the broker is away. */
export class Publisher {
  readonly #session: Session
  readonly #outlets = new Map<string, Promise<Outlet>>()

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Resolves when the broker has confirmed. While it is away, or takes nothing for now, tries again until the time for
   * publishing is over: then, or when it refuses, rejects with `NotAccepted`.
   */
  async publish(publication: Publication, { signal, restore }: PublishOptions): Promise<void> {
    const { settings, options, publishing } = this.#session
    const { clock } = options
    const patience = new AbortController()
    const callOff = clock.after(settings.publishTimeoutMs, () => patience.abort())
    const end = signal === undefined ? patience.signal : AbortSignal.any([patience.signal, signal])
    let cause: unknown
    try {
      for (let failures = 0; !end.aborted && !publishing.isClosed; failures++) {
        if (failures > 0) await sleep(Math.min(1_000, 50 * 2 ** failures), clock, end)
        await publishing.untilReady(end)
        if (end.aborted || publishing.isClosed) break
        try {
          return await unless(end, this.#send(publication))
        } catch (error) {
          cause = error
          if (end.aborted) break
          await this.#judge(error, publication, restore)
        }
      }
    } finally {
      callOff()
    }
    const what = told(publication)
    if (signal?.aborted) throw new NotAccepted(`publishing ${what} was called off`, { cause })
    if (publishing.isClosed) throw new NotAccepted('the connection to RabbitMQ is closed', { cause })
    const why = publishing.problem ?? (cause === undefined ? 'no answer' : reasonOf(cause))
    throw new NotAccepted(`${what} was not confirmed within ${settings.publishTimeoutMs} ms: ${why}`, { cause })
  }

  async #send({ exchange, routingKey, wire, options }: Publication): Promise<void> {
    const outlet = await this.#outlet(exchange)
    const { body, contentType, headers } = wire
    await outlet.send(routingKey, Buffer.from(body.buffer, body.byteOffset, body.byteLength), {
      ...options,
      persistent: true,
      ...(contentType !== undefined && { contentType }),
      headers,
    })
  }

  async #outlet(exchange: string): Promise<Outlet> {
    const found = this.#outlets.get(exchange)
    if (found !== undefined && (await found.catch(() => undefined))?.isOpen) return found
    // Another may have seen the same, and opened one meanwhile.
    const now = this.#outlets.get(exchange)
    if (now !== undefined && now !== found) return now
    const opening = Outlet.open(this.#session.publishing, exchange)
    this.#outlets.set(exchange, opening)
    return opening
  }

  /** Throws where trying again is useless. */
  async #judge(error: unknown, publication: Publication, restore: () => Promise<void>): Promise<void> {
    const code = replyCode(error)
    const refused = (why: string) => new NotAccepted(`RabbitMQ refuses ${told(publication)}: ${why}`, { cause: error })
    if (error instanceof Unroutable) throw refused(error.message)
    // The client's own: headers that are too large, a text that is too long.
    if (error instanceof RangeError || error instanceof TypeError) throw refused(error.message)
    if (code === replies.refused && concerns(error, publication)) throw refused(reasonOf(error))
    if (code === replies.precondition && concerns(error, publication)) throw refused(reasonOf(error))
    if (code !== replies.notFound) return
    try {
      await restore()
    } catch (cause) {
      if (!this.#session.link.isUp) return
      throw new NotAccepted(`RabbitMQ refuses ${told(publication)}: ${reasonOf(cause)}`, { cause })
    }
  }
}

/** A refusal closes the channel for all that was under way; it may name the one that it is about. */
function concerns(error: unknown, { routingKey, wire }: Publication): boolean {
  const reason = reasonOf(error)
  const topic = /access to topic '(.*?)' in exchange/.exec(reason)?.[1]
  if (topic !== undefined) return topic === routingKey
  const most = /message size \d+.*? max size (\d+)/.exec(reason)?.[1]
  if (most !== undefined) return wire.body.byteLength > Number(most)
  return true
}

const told = ({ exchange, routingKey }: Publication): string =>
  exchange === '' ? `what is for queue ${routingKey}` : `what is for ${routingKey} of exchange ${exchange}`

/** Nobody waits any more once the signal is aborted, whatever becomes of it. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error('no confirmation came'))
    signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}
