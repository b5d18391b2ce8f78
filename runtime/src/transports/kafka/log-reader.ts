import { apis, codes, isPassingCode } from './client.js'
import { type Links, Unreachable } from './links.js'
import { type LogRecord, recordsIn, type Stretch } from './log.js'
import { findOffsets, trying } from './offsets.js'
import type { Session } from './session.js'

/** Reads the first partition of a topic as a whole. */
export class LogReader {
  readonly #session: Session
  readonly #links: Links
  readonly #name: string

  constructor(session: Session, links: Links, name: string) {
    this.#session = session
    this.#links = links
    this.#name = name
  }

  /** Where it begins, or ends; `undefined` where there is no such topic. */
  async end(which: 'beginning' | 'now'): Promise<{ readonly topicId: string; readonly offset: bigint } | undefined> {
    const { cluster } = this.#session
    const topic = (await trying(this.#session, () => cluster.topics([this.#name]))).get(this.#name)
    if (topic === undefined) return undefined
    const offsets = await findOffsets(this.#session, [topic], which)
    return { topicId: topic.id, offset: offsets.get(this.#name)?.get(0) ?? 0n }
  }

  /** What is there from an offset on, up to another; ends early where it cannot be read. */
  async *read(from: bigint, to: bigint, signal?: AbortSignal): AsyncIterable<LogRecord> {
    for (let position = from; position < to; ) {
      signal?.throwIfAborted()
      const { records, next } = await trying(this.#session, () => this.#fetch(position))
      for (const record of records) if (record.offset < to) yield record
      if (next <= position) return
      position = next
    }
  }

  async #fetch(from: bigint): Promise<Stretch> {
    const { cluster } = this.#session
    const topic = await cluster.topic(this.#name)
    if (topic === undefined) throw new Unreachable(`topic ${this.#name} is not there`)
    const partition = {
      partition: 0,
      currentLeaderEpoch: -1,
      fetchOffset: from,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1024 * 1024,
    }
    const question = [100, 1, 4 * 1024 * 1024, 1, 0, -1, [{ topicId: topic.id, partitions: [partition] }], [], '']
    const { responses } = await cluster.askLeader(
      topic,
      0,
      this.#links,
      apis.fetch,
      question as Parameters<typeof apis.fetch.async> extends [unknown, ...infer Rest] ? Rest : never,
      100,
    )
    const answer = responses[0]?.partitions[0]
    if (answer === undefined) return { records: [], next: from }
    if (answer.errorCode === codes.none) return recordsIn(answer.records ?? [], answer.abortedTransactions ?? [], from)
    cluster.forget(this.#name)
    const what = `topic ${this.#name} cannot be read (Kafka error ${answer.errorCode})`
    throw isPassingCode(answer.errorCode) ? new Unreachable(what) : new Error(what)
  }
}
