import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { readDeadLetter, staysWhenRedriven, writeDeadLetter } from './dead-letter-wire.js'
import { isBefore } from './entry-id.js'
import type { RedisHolding } from './holding.js'
import { isPassing } from './passing.js'
import { run } from './script.js'
import { park, redrive } from './scripts/dead-letters.js'
import type { Session } from './session.js'

/** The dead letters of one application: a stream for each of its subscriptions. */
export class DeadLetterStreams implements DeadLetters {
  readonly #session: Session
  readonly #application: string | undefined
  /** Those of which an answer was lost: they may be stored. */
  readonly #uncertain = new WeakSet<RedisHolding>()

  constructor(session: Session) {
    this.#session = session
    this.#application = session.options.application
  }

  /** Stores it and settles its message in one go; `false` when that is somebody else's by now. */
  async store(holding: RedisHolding, details: DeadLetterDetails, subscription: string): Promise<boolean> {
    const { keys, link } = this.#session
    const { stream, group, consumer, id } = holding
    const isAgain = this.#uncertain.has(holding)
    try {
      const answer = await run(
        link,
        park,
        [stream.key, this.#keyOf(subscription), keys.subscriptions(this.#application)],
        [
          group,
          consumer,
          id,
          stream.isInlet ? '1' : '0',
          subscription,
          ...writeDeadLetter(holding, details, subscription),
        ],
      )
      return answer === 0 || (answer === 1 && isAgain)
    } catch (error) {
      if (isPassing(error)) this.#uncertain.add(holding)
      throw error
    }
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    const names = subscription === undefined ? await this.#subscriptions() : [subscription]
    const shelves = names.map((name) => this.#read(name, signal))
    const heads = await Promise.all(shelves.map((shelf) => shelf.next()))
    for (;;) {
      let oldest: number | undefined
      for (const [at, { value }] of heads.entries()) {
        if (value === undefined) continue
        const other = oldest === undefined ? undefined : heads[oldest]?.value
        if (other === undefined || isBefore(value.id, other.id)) oldest = at
      }
      const letter = oldest === undefined ? undefined : heads[oldest]?.value
      if (oldest === undefined || letter === undefined) return
      if (type === undefined || letter.message?.attributes.type === type) yield letter
      heads[oldest] = (await shelves[oldest]?.next()) ?? { done: true, value: undefined }
    }
  }

  async redrive(subscription: string, id: string): Promise<boolean> {
    if (!isId(id)) return false
    const { keys, link } = this.#session
    const own = [keys.redriven(this.#application, subscription), keys.bell(this.#application, subscription)]
    return (await run(link, redrive, [this.#keyOf(subscription), ...own], [id, ...staysWhenRedriven])) === 1
  }

  async discard(subscription: string, id: string): Promise<boolean> {
    if (!isId(id)) return false
    return (await this.#session.link.call(['XDEL', this.#keyOf(subscription), id])) === 1
  }

  /** How many there are, of all subscriptions. */
  async count(): Promise<number> {
    const names = await this.#subscriptions()
    const counts = await Promise.all(names.map((name) => this.#session.link.call(['XLEN', this.#keyOf(name)])))
    return counts.reduce<number>((sum, count) => sum + Number(count), 0)
  }

  async *#read(subscription: string, signal?: AbortSignal): AsyncGenerator<DeadLetter, undefined> {
    for (let from = '-'; ; ) {
      signal?.throwIfAborted()
      const range = ['XRANGE', this.#keyOf(subscription), from, '+', 'COUNT', String(page)]
      const entries = (await this.#session.link.call(range)) as readonly (readonly [Buffer, readonly Buffer[]])[]
      for (const [id, entry] of entries) {
        yield readDeadLetter(String(id), entry)
        from = `(${id}`
      }
      if (entries.length < page) return
    }
  }

  async #subscriptions(): Promise<readonly string[]> {
    const { keys, link } = this.#session
    const names = (await link.call(['SMEMBERS', keys.subscriptions(this.#application)])) as readonly Buffer[]
    return names.map(String).sort()
  }

  #keyOf(subscription: string): string {
    return this.#session.keys.deadLetters(this.#application, subscription)
  }
}

/** As many as are read at once; each may be large. */
const page = 50

const isId = (text: string): boolean => /^\d{1,20}-\d{1,20}$/.test(text)
