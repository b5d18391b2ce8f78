import { Deadline } from '../../delivery/deadline.js'
import { createInbox, type Msg, nanos, type Subscription } from './client.js'
import type { ConsumerPlace } from './consumers.js'
import { readReply } from './holding.js'
import type { Session } from './session.js'

/** What a tap gives its owner. */
export interface TapListener {
  message(message: Msg, tap: Tap): void
  /** What was asked for has ended: it may be asked again. `isEmpty` says that nothing more is there for now. */
  ended(tap: Tap, isEmpty: boolean): void
  /** It cannot be read from; asking again may help. */
  failed(error: Error, tap: Tap): void
}

/**
 * Pulls from one consumer of the server's, one request at a time, and never more than was asked for. What was asked for
 * cannot be taken back, but `drain` ends it so that nothing that is on its way is lost: the client's own `fetch` would
 * drop that, and it would come again only after its lease.
 */
export class Tap {
  readonly place: ConsumerPlace
  /** How many messages may still come. */
  outstanding = 0
  /** Its place in the line of those that were asked; the longest ago is the smallest. */
  askedAt = 0
  /** Whether something came of what was asked last. */
  isLively = false
  /** When the consumer last was known to be there, in milliseconds. */
  lastSeen: number
  /** When what came last was published, in milliseconds, where more was behind it. */
  reached = Number.POSITIVE_INFINITY
  readonly #session: Session
  readonly #listener: TapListener
  #inbox = ''
  #subscription: Subscription
  #request = 0
  #patienceMs = 0
  #callOff = () => {}

  /** Takes the place in line of a `former` one. */
  constructor(session: Session, place: ConsumerPlace, listener: TapListener, former?: Tap) {
    this.#session = session
    this.#listener = listener
    this.place = place
    this.lastSeen = former?.lastSeen ?? session.options.clock.now()
    this.reached = former?.reached ?? Number.POSITIVE_INFINITY
    this.askedAt = former?.askedAt ?? 0
    this.#subscription = this.#subscribe()
  }

  /** Asks for messages, for a while, or for what is there at once. Not while something is outstanding. */
  ask(batch: number, waitMs: number): void {
    const { js, nc, settings } = this.#session
    const { stream, consumer } = this.place
    const beats = waitMs >= 4 * heartbeatMs
    const request =
      waitMs > 0
        ? { batch, expires: nanos(waitMs), ...(beats && { idle_heartbeat: nanos(heartbeatMs) }) }
        : { batch, no_wait: true }
    this.#request++
    this.askedAt = ++asked
    this.isLively = false
    this.outstanding = batch
    this.#patienceMs = (beats ? heartbeatMs : waitMs) + settings.requestTimeoutMs
    this.#watch()
    nc.publish(`${js.apiPrefix}.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify(request), {
      reply: `${this.#inbox}.${this.#request}`,
    })
  }

  /** What was asked for will not come: the connection was lost. Should it come all the same, it comes to nobody. */
  reset(): void {
    this.#end()
    this.#subscription.unsubscribe()
    this.#subscription = this.#subscribe()
  }

  /** Asks for no more; resolves when all that was on its way has come, or when the server is away. */
  async drain(): Promise<void> {
    const { nc, settings, isConnected, options } = this.#session
    if (!nc.isClosed() && isConnected) {
      const late = new Deadline(settings.requestTimeoutMs, options.clock)
      await Promise.race([this.#subscription.drain().catch(() => {}), late.over])
      late.callOff()
    } else if (!nc.isClosed()) {
      this.#subscription.unsubscribe()
    }
    this.#end()
  }

  #subscribe(): Subscription {
    const { nc, settings } = this.#session
    this.#inbox = createInbox(settings.connect.inboxPrefix)
    return nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error) this.#listener.failed(error, this)
        else this.#take(message)
      },
    })
  }

  /** A message comes under its own subject, a status under that of the request. NATS wire API, pull consumers. */
  #take(message: Msg): void {
    const code = message.headers?.code ?? 0
    if (code !== 0 && message.subject !== `${this.#inbox}.${this.#request}`) return
    if (code === 0 || code === 100) {
      this.lastSeen = this.#session.options.clock.now()
      if (this.outstanding > 0) this.#watch()
    }
    if (code === 0) {
      this.isLively = true
      const { publishedAt, pending } = readReply(message.reply ?? '')
      this.reached = pending > 0 ? publishedAt : Number.POSITIVE_INFINITY
      if (this.outstanding > 0) this.outstanding--
      if (this.outstanding === 0) this.#end()
      this.#listener.message(message, this)
      if (this.outstanding === 0) this.#listener.ended(this, false)
    } else if (code !== 100) {
      this.#conclude(code, message.headers?.description ?? '')
    }
  }

  #conclude(code: number, description: string): void {
    const isOrdinary = code === 404 || code === 408
    if (isOrdinary) {
      this.lastSeen = this.#session.options.clock.now()
      this.reached = Number.POSITIVE_INFINITY
    }
    this.#end()
    // Another server of a cluster may have taken over.
    if (isOrdinary || passing.test(description)) this.#listener.ended(this, isOrdinary)
    else this.#fail(code === 503 ? 'is not there' : `${description.toLowerCase()} (${code})`)
  }

  /** A request of which the server says nothing any more was lost. */
  #watch(): void {
    this.#callOff()
    this.#callOff = this.#session.options.clock.after(this.#patienceMs, () => {
      this.reset()
      if (this.#session.isConnected) this.#fail('is silent')
    })
  }

  #end(): void {
    this.#callOff()
    this.outstanding = 0
  }

  #fail(what: string): void {
    const { stream, consumer } = this.place
    this.#listener.failed(new Error(`consumer ${consumer} of stream ${stream} ${what}`), this)
  }
}

const heartbeatMs = 5_000
const passing = /leadership change|batch completed|server shutdown/i
/** How often any was asked. */
let asked = 0
