import { type Limited, type LimitedTogether, TimeLimits } from '../../delivery/time-limits.js'
import type { Clock } from '../../transport/clock.js'
import { createInbox, type Msg, type MsgHdrs, type NatsConnection, type Subscription } from './client.js'

export interface RequestsOptions {
  readonly nc: NatsConnection
  readonly clock: Clock
  /** What the server lets this user have answers under, where that is not the usual. */
  readonly inboxPrefix: string | undefined
}

export interface RequestOptions {
  readonly timeoutMs: number
  readonly headers?: MsgHdrs
}

/** The connection was lost and is there again; what was asked before will have no answer. */
export class Reconnected extends Error {}

/**
 * Asks the server, and has all answers on one subscription. The client's own requests would each make a timer, several
 * promises, and an error for the case that somebody calls them off.
 */
export class Requests {
  readonly #options: RequestsOptions
  readonly #limits: TimeLimits
  readonly #waiting = new Map<number, Request>()
  #inbox = ''
  #answers: Subscription | undefined
  #asked = 0
  #isClosing = false

  constructor(options: RequestsOptions) {
    this.#options = options
    this.#limits = new TimeLimits(options.clock)
  }

  /** Rejects where nobody is there to answer, no answer comes in time or any more, or the server forbids to ask. */
  async ask(subject: string, body: Uint8Array | string, { timeoutMs, headers }: RequestOptions): Promise<Msg> {
    const { nc, clock } = this.#options
    this.#answers ??= this.#listen()
    const number = ++this.#asked
    nc.publish(subject, body, { reply: `${this.#inbox}${number}`, ...(headers && { headers }) })
    return new Promise((resolve, reject) => {
      const request = new Request(subject, clock.now(), resolve, (error) => {
        this.#end(number)
        reject(error)
      })
      request.together = this.#limits.begin(request, timeoutMs)
      this.#waiting.set(number, request)
    })
  }

  /** Nobody has to wait any more. */
  abandon(error: Error): void {
    for (const request of [...this.#waiting.values()]) request.fail(error)
  }

  /** The server does not let this user publish there. */
  refuse(subject: string, error: Error): void {
    for (const request of [...this.#waiting.values()]) if (request.subject === subject) request.fail(error)
  }

  /** Listens no longer once nobody waits. */
  close(): void {
    this.#isClosing = true
    this.#leave()
  }

  #listen(): Subscription {
    const { nc, inboxPrefix } = this.#options
    this.#inbox = `${createInbox(inboxPrefix)}.`
    return nc.subscribe(`${this.#inbox}*`, {
      callback: (error, answer) => {
        if (error === null) return this.#answered(answer)
        this.#answers = undefined
        this.abandon(error)
      },
    })
  }

  #answered(answer: Msg): void {
    const number = Number(answer.subject.slice(this.#inbox.length))
    const request = this.#waiting.get(number)
    if (request === undefined) return
    if (answer.data.length === 0 && answer.headers?.code === 503) {
      request.fail(new Error(`nobody answers at ${request.subject}`))
      return
    }
    this.#end(number)
    request.resolve(answer)
  }

  #end(number: number): void {
    const request = this.#waiting.get(number)
    if (request === undefined) return
    this.#waiting.delete(number)
    request.together?.leave(request)
    this.#leave()
  }

  #leave(): void {
    if (!this.#isClosing || this.#waiting.size > 0) return
    this.#answers?.unsubscribe()
    this.#answers = undefined
  }
}

/** One that is not answered yet. */
class Request implements Limited {
  at = 0
  together: LimitedTogether | undefined
  readonly subject: string
  readonly since: number
  readonly resolve: (answer: Msg) => void
  readonly fail: (error: Error) => void

  constructor(subject: string, since: number, resolve: (answer: Msg) => void, fail: (error: Error) => void) {
    this.subject = subject
    this.since = since
    this.resolve = resolve
    this.fail = fail
  }

  timeIsUp(): void {
    this.fail(new Error('timeout'))
  }
}
