import { randomUUID } from 'node:crypto'
import { NotAccepted } from '../../error/not-accepted.js'
import { toUtf8 } from '../../message/utf8.js'
import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { isReference, readDeadLetter, writeDeadLetter, writeRedriven, writeReference } from './dead-letter-wire.js'
import { own } from './header-names.js'
import type { KafkaHolding } from './holding.js'
import type { LogRecord } from './log.js'
import { LogReader } from './log-reader.js'
import { deadLetterTopic, redrivenTopic } from './places.js'
import { type Producer, TooLarge } from './producer.js'
import type { Session } from './session.js'
import type { Topics } from './topics.js'
import { Transactor, type Written } from './transactor.js'
import { header, headerOf } from './wire.js'

/**
 * The dead letters of one application: a compacted topic, in which the last word on each stands. Which are there is known
 * by having read it; what was written since is read before anything is said.
 */
export class DeadLetterLog implements DeadLetters {
  readonly #session: Session
  readonly #topics: Topics
  readonly #producer: Producer
  readonly #reader: LogReader
  readonly #transactor: Transactor
  /** By the key of its record, where each stands. */
  readonly #there = new Map<string, bigint>()
  /** Settlements of ours that are under way, and whether they were read to be done. */
  readonly #settlements = new Map<string, boolean>()
  #topicId = ''
  #read = 0n
  #reading: Promise<unknown> = Promise.resolve()

  constructor(session: Session, topics: Topics, producer: Producer) {
    this.#session = session
    this.#topics = topics
    this.#producer = producer
    this.#reader = new LogReader(session, session.links, deadLetterTopic(session).name)
    this.#transactor = new Transactor(session, deadLetterTopic(session).name)
  }

  /** Resolves when it is stored; stored again, it is the same one. */
  async store(holding: KafkaHolding, details: DeadLetterDetails, subscription: string): Promise<void> {
    const { partition, offset, timestamp } = holding
    const id = `${partition.topic}-${partition.index}-${offset}-${timestamp}`
    const topic = deadLetterTopic(this.#session)
    const key = toUtf8(keyOf(subscription, id))
    try {
      await this.#producer.send(topic, 0, writeDeadLetter(holding, details, subscription, key))
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
      await this.#producer.send(topic, 0, writeReference(holding, details, subscription, key))
    }
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    await this.#catchUp(signal)
    const wanted = new Map([...this.#there].map(([key, offset]) => [offset, key]))
    const offsets = [...wanted.keys()]
    const [first] = offsets
    if (first === undefined) return
    for await (const record of this.#reader.read(first, (offsets.at(-1) ?? first) + 1n, signal)) {
      const key = wanted.get(record.offset)
      if (key === undefined) continue
      const letter = readDeadLetter(idIn(key), record)
      if (subscription !== undefined && letter.subscription !== subscription) continue
      if (type === undefined || letter.message?.attributes.type === type) yield letter
    }
  }

  redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const redriven = redrivenTopic(this.#session)
    return this.#settle(subscription, id, signal, (wire) => {
      if (!isReference(wire)) return [{ topic: redriven.name, partition: 0, wire: writeRedriven(wire) }]
      const why = `${headerOf(wire.headers, own.errorMessage)}`
      this.#session.options.warn(new Error(`dead letter ${id} of ${subscription} cannot be redriven: ${why}`))
      return undefined
    })
  }

  discard(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    return this.#settle(subscription, id, signal, () => [])
  }

  /** How many there are, of all subscriptions. */
  async count(signal?: AbortSignal): Promise<number> {
    await this.#catchUp(signal)
    return this.#there.size
  }

  /**
   * Of all who settle one at once, one does it; what is written for it stands exactly when it is gone. Nobody does where
   * `write` answers with nothing.
   */
  async #settle(
    subscription: string,
    id: string,
    signal: AbortSignal | undefined,
    write: (record: LogRecord) => readonly Written[] | undefined,
  ): Promise<boolean> {
    const key = keyOf(subscription, id)
    await this.#catchUp(signal)
    if (!this.#there.has(key)) return false
    const dead = deadLetterTopic(this.#session)
    await this.#topics.use(redrivenTopic(this.#session))
    const settlement = randomUUID()
    const headers = [header(own.settlement, settlement)]
    const tombstone = { topic: dead.name, partition: 0, wire: { key: toUtf8(key), headers, value: null } }
    const decide = async () => {
      await this.#catchUp(signal)
      if (this.#settlements.get(settlement)) return []
      const record = await this.#find(key)
      const written = record && write(record)
      return written === undefined ? [] : [...written, tombstone]
    }
    const places = [{ topic: redrivenTopic(this.#session).name, partition: 0 }, tombstone]
    this.#settlements.set(settlement, false)
    try {
      const isDone = (await this.#transactor.run(places, decide)) || this.#settlements.get(settlement) === true
      if (isDone) this.#there.delete(key)
      return isDone
    } finally {
      this.#settlements.delete(settlement)
    }
  }

  async #find(key: string): Promise<LogRecord | undefined> {
    const offset = this.#there.get(key)
    if (offset === undefined) return undefined
    for await (const record of this.#reader.read(offset, offset + 1n)) {
      if (nameIn(record) === key) return record
    }
    // It was made again meanwhile.
    this.#forget()
    throw new NotAccepted(`the topic ${deadLetterTopic(this.#session).name} is not what it was; ask again`)
  }

  /** Reads what was written since, one caller after the other. */
  #catchUp(signal?: AbortSignal): Promise<void> {
    const mine = this.#reading.then(() => this.#readOn(signal))
    this.#reading = mine.catch(() => {})
    return mine
  }

  async #readOn(signal: AbortSignal | undefined): Promise<void> {
    const end = await this.#reader.end('now')
    if (end === undefined) return this.#forget()
    if (end.topicId !== this.#topicId || end.offset < this.#read) {
      this.#forget()
      this.#topicId = end.topicId
      this.#read = (await this.#reader.end('beginning'))?.offset ?? 0n
    }
    for await (const record of this.#reader.read(this.#read, end.offset, signal)) {
      const key = nameIn(record)
      // Where it stands is where it was written last.
      this.#there.delete(key)
      if (record.value !== null && headerOf(record.headers, own.subscription) !== undefined) {
        this.#there.set(key, record.offset)
      }
      const settlement = headerOf(record.headers, own.settlement) ?? ''
      if (this.#settlements.has(settlement)) this.#settlements.set(settlement, true)
      this.#read = record.offset + 1n
    }
    this.#read = end.offset
  }

  #forget(): void {
    this.#there.clear()
    this.#topicId = ''
    this.#read = 0n
  }
}

/** An id has no space in it. */
const keyOf = (subscription: string, id: string): string => `${id} ${subscription}`

const idIn = (key: string): string => key.slice(0, key.indexOf(' '))

const nameIn = ({ key }: LogRecord): string => Buffer.from(key ?? []).toString('utf8')
