import { type Api, apis, codes, describeError, errorCode, isPassingCode } from './client.js'
import { isPassing } from './cluster.js'
import { Unreachable } from './links.js'
import { recordOf } from './producer.js'
import type { Session } from './session.js'
import type { KafkaWire } from './wire.js'

export interface Written {
  readonly topic: string
  readonly partition: number
  readonly wire: KafkaWire
}

/** Somebody else began a transaction of this name. */
class Fenced extends Error {}

/** The one before is being written still. */
class Busy extends Error {}

/**
 * One transaction at a time, of all processes that use its name: who begins one ends that of any other. So what is read
 * within stays true until it is committed, or nothing is.
 */
export class Transactor {
  readonly #session: Session
  readonly #name: string
  #identity: { readonly producerId: bigint; readonly producerEpoch: number } | undefined
  readonly #sequences = new Map<string, number>()
  #before: Promise<unknown> = Promise.resolve()

  constructor(session: Session, name: string) {
    this.#session = session
    this.#name = name
  }

  /**
   * What `decide` answers with is written as a whole; nothing where it answers with none. Resolves with whether anything
   * was written. Where Kafka does not say whether it did it, `decide` is asked again, and can read whether it was done.
   */
  run(partitions: readonly Omit<Written, 'wire'>[], decide: () => Promise<readonly Written[]>): Promise<boolean> {
    const mine = this.#before.then(() => this.#run(partitions, decide))
    this.#before = mine.catch(() => {})
    return mine
  }

  async #run(
    partitions: readonly Omit<Written, 'wire'>[],
    decide: () => Promise<readonly Written[]>,
  ): Promise<boolean> {
    const { clock } = this.#session.options
    const { publishTimeoutMs } = this.#session.settings
    const ends = clock.now() + publishTimeoutMs
    for (let failures = 0; ; failures++) {
      try {
        return await this.#attempt(partitions, decide)
      } catch (error) {
        this.#session.cluster.forgetCoordinator('transaction', this.#name)
        const mayPass = error instanceof Busy || error instanceof Fenced || isPassing(error)
        if (!mayPass || this.#session.isClosed) throw error
        if (clock.now() >= ends) {
          const what = `Kafka did not end the transaction ${this.#name} within ${publishTimeoutMs} ms`
          throw new Unreachable(`${what}: ${describeError(error)}`, { cause: error })
        }
      }
      // Of two at once one must come first.
      const waitMs = Math.min(1_000, 20 * 2 ** failures) * (0.5 + Math.random())
      await new Promise<void>((resolve) => clock.after(waitMs, resolve))
    }
  }

  async #attempt(
    partitions: readonly Omit<Written, 'wire'>[],
    decide: () => Promise<readonly Written[]>,
  ): Promise<boolean> {
    await this.#join(partitions)
    let isEnding = false
    try {
      const records = await decide()
      for (const record of records) await this.#write(record)
      isEnding = true
      await this.#end(records.length > 0)
      return records.length > 0
    } catch (error) {
      if (!isEnding) await this.#end(false).catch(() => {})
      // Who begins the next one finds this one done or undone, and adds nothing to it.
      this.#identity = undefined
      throw error
    }
  }

  async #begin(): Promise<void> {
    if (this.#identity !== undefined) return
    const { producerId, producerEpoch } = await this.#ask(apis.initProducerId, [this.#name, timeoutMs, -1n, -1])
    this.#identity = { producerId, producerEpoch }
    this.#sequences.clear()
  }

  async #join(partitions: readonly Omit<Written, 'wire'>[]): Promise<void> {
    try {
      await this.#begin()
      await this.#add(partitions)
    } catch (error) {
      if (!(error instanceof Busy)) this.#identity = undefined
      throw error
    }
  }

  /** Waits until the one before is done, so that what it wrote can be read. */
  async #add(partitions: readonly Omit<Written, 'wire'>[]): Promise<void> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))].map((name) => ({
      name,
      partitions: partitions.flatMap(({ topic, partition }) => (topic === name ? [partition] : [])),
    }))
    const question = { transactionalId: this.#name, ...this.#mine, verifyOnly: false, topics }
    const { resultsByTransaction } = await this.#ask(apis.addPartitionsToTxn, [[question]])
    for (const { topicResults } of resultsByTransaction) {
      for (const { resultsByPartition } of topicResults) {
        for (const { partitionErrorCode } of resultsByPartition) this.#check(partitionErrorCode)
      }
    }
  }

  async #write({ topic: name, partition, wire }: Written): Promise<void> {
    const { cluster, links, settings } = this.#session
    const topic = await cluster.topic(name)
    if (topic === undefined) throw new Unreachable(`topic ${name} is not there`)
    const where = `${name} ${partition}`
    const sequence = this.#sequences.get(where) ?? 0
    const answer = await cluster.askLeader(topic, partition, links, apis.produce, [
      -1,
      settings.requestTimeoutMs,
      [recordOf(wire, name, partition)],
      { ...this.#mine, transactionalId: this.#name, sequences: { getWithDefault: () => sequence } as never },
    ])
    this.#sequences.set(where, sequence + 1)
    const code = typeof answer === 'boolean' ? codes.none : (answer.responses[0]?.partitionResponses[0]?.errorCode ?? 0)
    if (isPassingCode(code)) cluster.forget(name)
    if (code === codes.messageTooLarge || code === codes.recordListTooLarge) {
      throw new Error(`it is larger than topic ${name} takes (max.message.bytes)`)
    }
    this.#check(code)
  }

  async #end(isCommitted: boolean): Promise<void> {
    const { producerId, producerEpoch } = this.#mine
    await this.#ask(apis.endTxn, [this.#name, producerId, producerEpoch, isCommitted])
  }

  get #mine() {
    if (this.#identity === undefined) throw new Fenced('no transaction')
    return this.#identity
  }

  async #ask<Question extends unknown[], Answer>(api: Api<Question, Answer>, question: Question): Promise<Answer> {
    const { cluster, links } = this.#session
    const coordinator = await cluster.coordinator('transaction', this.#name)
    try {
      return await links.ask(coordinator, api, question)
    } catch (error) {
      const code = errorCode(error)
      if (code !== undefined) this.#check(code)
      throw error
    }
  }

  #check(code: number): void {
    if (code === codes.none) return
    if (code === codes.concurrentTransactions) throw new Busy('the transaction before is not done')
    if (fencing.includes(code)) throw new Fenced(`another process had the turn (Kafka error ${code})`)
    if (isPassingCode(code)) throw new Unreachable(`not for now (Kafka error ${code})`)
    const denied = code === 53 ? `this user may not use the transactional id ${this.#name}` : `Kafka error ${code}`
    throw new Error(denied)
  }
}

/** How long one may be open that nobody ends. */
const timeoutMs = 15_000

const fencing: readonly number[] = [
  codes.invalidProducerEpoch,
  codes.invalidProducerIdMapping,
  codes.invalidTxnState,
  codes.producerFenced,
  codes.outOfOrderSequence,
  codes.unknownProducerId,
]
