import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { apiCode, apiErrors } from './client.js'
import { readDeadLetter, writeDeadLetter, writeRedriven } from './dead-letter-wire.js'
import { own } from './header-names.js'
import { type NatsHolding, wireOf } from './holding.js'
import { type OwnStreams, ownStreams } from './places.js'
import { publish } from './publish.js'
import type { Session } from './session.js'
import type { Streams } from './streams.js'
import { headerOf, type NatsWire } from './wire.js'

/** The dead letters of one application: a stream of their own, with a subject for each subscription. */
export class DeadLetterStream implements DeadLetters {
  readonly #session: Session
  readonly #streams: Streams
  readonly #application: string
  readonly #own: OwnStreams

  constructor(session: Session, streams: Streams, application: string | undefined) {
    this.#session = session
    this.#streams = streams
    this.#application = application ?? ''
    this.#own = ownStreams(session, application)
  }

  /** Resolves when it is stored; stored again, it is the same one. */
  async store(holding: NatsHolding, details: DeadLetterDetails, subscription: string): Promise<void> {
    const { tap, sequence, publishedAt } = holding
    await publish(this.#session, this.#subject('dead', subscription), writeDeadLetter(holding, details, subscription), {
      messageId: `${tap.place.stream} ${sequence} ${publishedAt} ${tap.place.consumer}`,
      prepare: () => this.#stream(),
      failed: () => this.#streams.forgetAll(),
    })
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    const subject = subscription === undefined ? this.#everything() : this.#subject('dead', subscription)
    const { jsm } = this.#session
    const stream = await this.#stream()
    const { state } = await jsm.streams.info(stream)
    for (let sequence = state.first_seq; sequence <= state.last_seq; ) {
      signal?.throwIfAborted()
      const found = await this.#get(stream, { seq: sequence, next_by_subj: subject })
      if (found === undefined || found.seq > state.last_seq) return
      const letter = readDeadLetter(String(found.seq), found.wire)
      if (type === undefined || letter.message?.attributes.type === type) yield letter
      sequence = found.seq + 1
    }
  }

  async redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const found = await this.#find(subscription, id)
    if (found === undefined) return false
    const { isDuplicate } = await publish(
      this.#session,
      this.#subject('redriven', subscription),
      writeRedriven(found.wire),
      {
        // The event's own id stays; this one is new with every redrive.
        messageId: `${found.stream} ${id} ${headerOf(found.wire.headers, own.parkedAt) ?? ''}`,
        prepare: () => this.#streams.holding(this.#everythingRedriven(), this.#own.redriven),
        signal,
      },
    )
    await this.#remove(found.stream, found.seq)
    return !isDuplicate
  }

  async discard(subscription: string, id: string): Promise<boolean> {
    const found = await this.#find(subscription, id)
    return found !== undefined && this.#remove(found.stream, found.seq)
  }

  /** How many there are, of all subscriptions; makes nothing. */
  async count(): Promise<number> {
    const { jsm } = this.#session
    for await (const { config } of jsm.streams.list(this.#everything())) {
      const { state } = await jsm.streams.info(config.name, { subjects_filter: this.#everything() })
      return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0)
    }
    return 0
  }

  #stream(): Promise<string> {
    return this.#streams.holding(this.#everything(), this.#own.deadLetters)
  }

  #everything = () => `${this.#session.subjects.own('dead', this.#application)}.*`

  #everythingRedriven = () => `${this.#session.subjects.own('redriven', this.#application)}.*`

  #subject(part: 'dead' | 'redriven', subscription: string): string {
    return this.#session.subjects.own(part, this.#application, subscription)
  }

  async #find(subscription: string, id: string) {
    if (!/^\d{1,15}$/.test(id)) return undefined
    const stream = await this.#stream()
    const found = await this.#get(stream, { seq: Number(id) })
    return found?.subject === this.#subject('dead', subscription) ? { ...found, stream } : undefined
  }

  async #get(
    stream: string,
    query: { readonly seq: number; readonly next_by_subj?: string },
  ): Promise<{ readonly seq: number; readonly subject: string; readonly wire: NatsWire } | undefined> {
    try {
      const found = await this.#session.jsm.streams.getMessage(stream, query)
      if (found === null) return undefined
      const { seq, subject, header, data } = found
      return { seq, subject, wire: wireOf({ ...(header !== undefined && { headers: header }), data }) }
    } catch (error) {
      if (apiCode(error) === apiErrors.noMessageFound) return undefined
      throw error
    }
  }

  /** Of two at once, one does it. */
  async #remove(stream: string, sequence: number): Promise<boolean> {
    try {
      return await this.#session.jsm.streams.deleteMessage(stream, sequence, false)
    } catch (error) {
      if (apiCode(error) === undefined || (await this.#get(stream, { seq: sequence })) !== undefined) throw error
      return false
    }
  }
}
