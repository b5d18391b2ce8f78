import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { apiCode, apiErrors } from './client.js'
import { completed, readDeadLetter, readOriginalPlace, writeDeadLetter, writeRedriven } from './dead-letter-wire.js'
import { own } from './header-names.js'
import { type NatsHolding, wireOf } from './holding.js'
import { type OwnStreams, ownStreams } from './places.js'
import { publish } from './publish.js'
import type { Session } from './session.js'
import type { Streams } from './streams.js'
import { headerOf, type NatsWire, sizeOf } from './wire.js'

interface Found {
  readonly seq: number
  readonly subject: string
  readonly time: Date
  readonly wire: NatsWire
}

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

  /** Resolves when it is stored; stored again, it is the same one. Answers whether the original is still needed. */
  async store(
    holding: NatsHolding,
    details: DeadLetterDetails,
    subscription: string,
  ): Promise<{ readonly isWhole: boolean }> {
    const { tap, sequence, publishedAt } = holding
    const messageId = `${tap.place.stream} ${sequence} ${publishedAt} ${tap.place.consumer}`
    const { wire, isWhole } = writeDeadLetter(holding, details, subscription, this.#room(messageId))
    await publish(this.#session, this.#subject('dead', subscription), wire, {
      messageId,
      prepare: () => this.#stream(),
      failed: () => this.#streams.forgetAll(),
    })
    return { isWhole }
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
      const letter = await this.#read(found)
      if (type === undefined || letter.message?.attributes.type === type) yield letter
      sequence = found.seq + 1
    }
  }

  async redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const found = await this.#find(subscription, id)
    if (found === undefined) return false
    const whole = await this.#whole(found.wire)
    if (whole === undefined) return this.#stays(id, subscription, 'its original is no longer there')
    const redriven = writeRedriven(whole)
    // The event's own id stays; this one is new with every redrive, and carries its number.
    const parkedAt = headerOf(whole.headers, own.parkedAt) ?? ''
    const messageId = `${found.stream} ${id} ${parkedAt} ${headerOf(redriven.headers, own.redrives)}`
    if (sizeOf(redriven) > this.#room(messageId)) {
      return this.#stays(id, subscription, 'it is larger than the server takes (max_payload)')
    }
    const { isDuplicate } = await publish(this.#session, this.#subject('redriven', subscription), redriven, {
      messageId,
      prepare: () => this.#streams.holding(this.#everythingRedriven(), () => this.#own.redriven),
      signal,
    })
    await this.#forget(found)
    return !isDuplicate
  }

  async discard(subscription: string, id: string): Promise<boolean> {
    const found = await this.#find(subscription, id)
    return found !== undefined && this.#forget(found)
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

  /** How many bytes a message may have beside its id. */
  #room(messageId: string): number {
    const most = this.#session.nc.info?.max_payload ?? Number.POSITIVE_INFINITY
    return most - Buffer.byteLength(`Nats-Msg-Id: ${messageId}\r\n`)
  }

  async #read({ seq, wire }: Found): Promise<DeadLetter> {
    const place = readOriginalPlace(wire)
    if (place === undefined) return readDeadLetter(String(seq), wire)
    // One that cannot be completed must not hide the others.
    const whole = await this.#whole(wire).catch(() => undefined)
    const letter = readDeadLetter(String(seq), whole ?? wire)
    const where = `message ${place.sequence} of stream ${place.stream}`
    const note = whole === undefined ? `its original, ${where}, cannot be read` : `its original is ${where}`
    const message = `${letter.error.message} (too large to be stored whole: ${note})`
    return { ...letter, error: { ...letter.error, message } }
  }

  /** With what was left where it was; `undefined` where that is gone. */
  async #whole(wire: NatsWire): Promise<NatsWire | undefined> {
    const place = readOriginalPlace(wire)
    if (place === undefined) return wire
    const original = await this.#get(place.stream, { seq: place.sequence })
    // Of a stream that was made again it would be another.
    const isSame = original !== undefined && Math.abs(original.time.getTime() - place.publishedAt) <= 1
    return isSame ? completed(wire, original.wire) : undefined
  }

  /** The others can go all the same. */
  #stays(id: string, subscription: string, why: string): false {
    const what = `dead letter ${id} of subscription ${subscription} cannot be redriven`
    this.#session.options.warn(new Error(`${what}: ${why}; it stays until it is discarded`))
    return false
  }

  #stream(): Promise<string> {
    return this.#streams.holding(this.#everything(), () => this.#own.deadLetters)
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
  ): Promise<Found | undefined> {
    try {
      const found = await this.#session.jsm.streams.getMessage(stream, query)
      if (found === null) return undefined
      const { seq, subject, header, data, time } = found
      return { seq, subject, time, wire: wireOf({ ...(header !== undefined && { headers: header }), data }) }
    } catch (error) {
      if (apiCode(error) === apiErrors.noMessageFound || apiCode(error) === apiErrors.streamNotFound) return undefined
      throw error
    }
  }

  /** And what was kept for it alone: what was redriven before is nobody else's. */
  async #forget({ stream, seq, wire }: Found & { readonly stream: string }): Promise<boolean> {
    const isRemoved = await this.#remove(stream, seq)
    const original = readOriginalPlace(wire)
    if (isRemoved && original?.stream === this.#own.redriven.name) {
      await this.#session.jsm.streams.deleteMessage(original.stream, original.sequence, false).catch(() => {})
    }
    return isRemoved
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
