import { NotAccepted } from '../../error/not-accepted.js'
import { sleep } from '../../transport/sleep.js'
import { reasonOf, replies, replyCode } from './client.js'
import { Outlet, Unroutable } from './outlet.js'
import { Patience } from './patience.js'
import type { Publication } from './publication.js'
import type { Session } from './session.js'

export interface PublishOptions {
  readonly signal?: AbortSignal | undefined
  /** Makes again what the broker says is not there. */
  readonly restore: () => Promise<void>
}

/** Publishes with confirmation, by one channel for each exchange, and again while the broker is away. */
export class Publisher {
  readonly #session: Session
  readonly #outlets = new Map<string, Outlet>()
  readonly #opening = new Map<string, Promise<Outlet>>()

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
    const patience = new Patience(settings.publishTimeoutMs, clock, signal)
    let cause: unknown
    try {
      for (let failures = 0; !patience.isOver && !publishing.isClosed; failures++) {
        if (failures > 0) await sleep(Math.min(1_000, 50 * 2 ** failures), clock, patience.signal)
        if (!publishing.isReady) await publishing.untilReady(patience.signal)
        if (patience.isOver || publishing.isClosed) break
        try {
          return await patience.unless(this.#send(publication))
        } catch (error) {
          if (patience.isOver) {
            // What the broker said before tells more than that it says nothing now.
            cause ??= error
            break
          }
          cause = error
          await this.#judge(error, publication, restore)
        }
      }
    } finally {
      patience.leave()
    }
    const what = told(publication)
    if (signal?.aborted) throw new NotAccepted(`publishing ${what} was called off`, { cause })
    if (publishing.isClosed) throw new NotAccepted('the connection to RabbitMQ is closed', { cause })
    const why = publishing.problem ?? (cause === undefined ? 'no answer' : reasonOf(cause))
    throw new NotAccepted(`${what} was not confirmed within ${settings.publishTimeoutMs} ms: ${why}`, { cause })
  }

  #send(publication: Publication): Promise<void> {
    const { exchange } = publication.target
    const outlet = this.#outlets.get(exchange)
    if (outlet?.isOpen) return outlet.send(publication)
    return this.#open(exchange).then((opened) => opened.send(publication))
  }

  /** Once for all who ask meanwhile. */
  #open(exchange: string): Promise<Outlet> {
    let opening = this.#opening.get(exchange)
    if (opening === undefined) {
      opening = Outlet.open(this.#session.publishing)
      this.#opening.set(exchange, opening)
      opening
        .then((outlet) => this.#outlets.set(exchange, outlet))
        .catch(() => {})
        .finally(() => this.#opening.delete(exchange))
    }
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
function concerns(error: unknown, { target: { routingKey }, content }: Publication): boolean {
  const reason = reasonOf(error)
  const topic = /access to topic '(.*?)' in exchange/.exec(reason)?.[1]
  if (topic !== undefined) return topic === routingKey
  const most = /message size \d+.*? max size (\d+)/.exec(reason)?.[1]
  if (most !== undefined) return content.byteLength > Number(most)
  return true
}

const told = ({ target: { exchange, routingKey } }: Publication): string =>
  exchange === '' ? `what is for queue ${routingKey}` : `what is for ${routingKey} of exchange ${exchange}`
