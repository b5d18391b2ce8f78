import { NotAccepted } from '../../error/not-accepted.js'
import { apis, codes, describeError, isPassingCode, type MessageRecord } from './client.js'
import { isPassing } from './cluster.js'
import { Unreachable } from './links.js'
import type { Session } from './session.js'
import { type Identity, Shipper } from './shipper.js'
import { MismatchFound, type Topics, type WantedTopic } from './topics.js'
import type { KafkaWire } from './wire.js'
import { sizeOf } from './wire.js'

/** One record on its way. It ends once. */
export interface Sending {
  readonly wire: KafkaWire
  readonly size: number
  /** Why it is not to be sent any more: what came before it was not accepted. */
  readonly unless?: () => Error | undefined
  readonly done: (error?: Error) => void
  isDone: boolean
}

/** Records of one partition: one batch of them is under way at a time, so that none overtakes another. */
interface Line {
  readonly topic: WantedTopic
  readonly partition: number
  readonly queue: Sending[]
  isRunning: boolean
  identity: Identity | undefined
  /** The number of the next record, by which the broker knows what it has already. */
  sequence: number
  /** As many records are sent alone, since together they were too large. */
  alone: number
  /** Why what is under way is tried again. */
  trouble: string | undefined
}

/** Its size was the trouble. */
export class TooLarge extends Error {}

/** Sends what each partition gets in order and once, as long as the broker remembers us: an idempotent producer. */
export class Producer {
  readonly #session: Session
  readonly #topics: Topics
  readonly #shipper: Shipper
  readonly #lines = new Map<string, Line>()
  /** Resolves when what happens now is over. */
  #turn: Promise<void> | undefined
  #identity: Promise<Identity> | undefined

  constructor(session: Session, topics: Topics) {
    this.#session = session
    this.#topics = topics
    this.#shipper = new Shipper(session)
  }

  /** Resolves when all replicas in sync have it. Rejects with `NotAccepted` when the time for publishing is over. */
  send(
    topic: WantedTopic,
    partition: number,
    wire: KafkaWire,
    { signal, unless }: { readonly signal?: AbortSignal | undefined; readonly unless?: () => Error | undefined } = {},
  ): Promise<void> {
    const { settings, options } = this.#session
    const line = this.#lineOf(topic, partition)
    return new Promise((resolve, reject) => {
      const late = () => sending.done(new NotAccepted(this.#late(line)))
      const callOff = () => sending.done(new NotAccepted(`publishing to ${topic.name} was called off`))
      const cancel = options.clock.after(settings.publishTimeoutMs, late)
      const sending: Sending = {
        wire,
        size: sizeOf(wire),
        ...(unless && { unless }),
        isDone: false,
        done(error) {
          if (sending.isDone) return
          sending.isDone = true
          cancel()
          signal?.removeEventListener('abort', callOff)
          if (error === undefined) resolve()
          else reject(error)
        },
      }
      if (signal?.aborted) return callOff()
      signal?.addEventListener('abort', callOff, { once: true })
      line.queue.push(sending)
      if (!line.isRunning) void this.#run(line)
    })
  }

  #lineOf(topic: WantedTopic, partition: number): Line {
    const name = `${topic.name} ${partition}`
    const existing = this.#lines.get(name)
    if (existing !== undefined) return existing
    const line: Line = {
      topic,
      partition,
      queue: [],
      isRunning: false,
      identity: undefined,
      sequence: 0,
      alone: 0,
      trouble: undefined,
    }
    this.#lines.set(name, line)
    return line
  }

  async #run(line: Line): Promise<void> {
    line.isRunning = true
    try {
      for (;;) {
        await this.#untilTurnEnds()
        const batch = nextBatch(line)
        if (batch.length === 0) return
        await this.#deliver(line, batch)
      }
    } finally {
      line.isRunning = false
    }
  }

  /** What is published in the same turn goes along. */
  #untilTurnEnds(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = undefined
        resolve()
      })
    })
    return this.#turn
  }

  /** Until it is confirmed, refused, or nobody waits for it any more. */
  async #deliver(line: Line, batch: Sending[]): Promise<void> {
    const { options } = this.#session
    let wasSent = false
    for (let failures = 0; ; failures++) {
      if (batch.every(({ isDone }) => isDone) || this.#session.isClosed) {
        // Whether it arrived is not known, so its numbers must not be given to anything else.
        if (wasSent) this.#renew(line)
        for (const { done } of batch) done(new NotAccepted('the connection to Kafka is closed'))
        return
      }
      try {
        const identity = await this.#identify(line)
        const { leaders } = await this.#topics.use(line.topic)
        const broker = this.#session.cluster.broker(leaders[line.partition] ?? -1)
        wasSent = true
        const code = await this.#shipper.ship(
          {
            topic: line.topic.name,
            partition: line.partition,
            records: batch.map(({ wire }) => recordOf(wire, line.topic.name, line.partition)),
            size: batch.reduce((sum, { size }) => sum + size, 0),
            identity,
            sequence: line.sequence,
          },
          broker,
          // What was in trouble may be so again, and the others would wait for it.
          failures > 0,
        )
        if (code === codes.none || code === codes.duplicateSequence) {
          line.sequence += batch.length
          line.trouble = undefined
          this.#session.back()
          for (const { done } of batch) done()
          return
        }
        if (code === codes.messageTooLarge || code === codes.recordListTooLarge) return split(line, batch)
        if (forgotten.includes(code)) this.#renew(line)
        else if (!isPassingCode(code)) return refuse(line, batch, `Kafka error ${code}`)
        line.trouble = `Kafka error ${code}`
        this.#topics.forget(line.topic.name)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        if (error instanceof MismatchFound || !isPassing(error)) return refuse(line, batch, why, error)
        line.trouble = error instanceof Unreachable ? why : describeError(error)
        this.#session.away(error)
        this.#topics.forget(line.topic.name)
      }
      await new Promise<void>((resolve) => options.clock.after(Math.min(1_000, 20 * 2 ** failures), resolve))
    }
  }

  async #identify(line: Line): Promise<Identity> {
    this.#identity ??= this.#session.cluster
      .askAny(apis.initProducerId, [null, 0, -1n, -1])
      .then(({ producerId, producerEpoch }) => ({ producerId, producerEpoch }))
    const asked = this.#identity
    try {
      const identity = await asked
      if (line.identity !== identity) {
        line.identity = identity
        line.sequence = 0
      }
      return identity
    } catch (error) {
      if (this.#identity === asked) this.#identity = undefined
      throw error
    }
  }

  #renew(line: Line): void {
    this.#identity = undefined
    line.identity = undefined
  }

  #late({ topic, trouble }: Line): string {
    const what = `Kafka did not confirm what is for ${topic.name} within ${this.#session.settings.publishTimeoutMs} ms`
    return trouble === undefined ? what : `${what}: ${trouble}`
  }
}

/** The broker no longer knows what it got of us. */
const forgotten: readonly number[] = [
  codes.outOfOrderSequence,
  codes.unknownProducerId,
  codes.invalidProducerEpoch,
  codes.invalidProducerIdMapping,
]

const mostBytes = 512 * 1024
const mostRecords = 500

/** What nobody waits for any more is left out. */
function nextBatch(line: Line): Sending[] {
  const batch: Sending[] = []
  let bytes = 0
  for (let next = line.queue[0]; next !== undefined; next = line.queue[0]) {
    const unfit = next.isDone ? undefined : next.unless?.()
    if (unfit !== undefined) next.done(unfit)
    if (next.isDone) {
      line.queue.shift()
      continue
    }
    bytes += next.size
    if (batch.length > 0 && (bytes > mostBytes || batch.length >= mostRecords || line.alone > 0)) break
    batch.push(next)
    line.queue.shift()
  }
  if (line.alone > 0) line.alone--
  return batch
}

/** A topic's limit is on batches. */
function split(line: Line, batch: Sending[]): void {
  const [only, ...others] = batch
  if (others.length > 0) {
    line.queue.unshift(...batch)
    line.alone = Math.max(line.alone, batch.length)
  } else {
    only?.done(new TooLarge(`it is larger than topic ${line.topic.name} takes (max.message.bytes)`))
  }
}

function refuse(line: Line, batch: readonly Sending[], why: string, cause?: unknown): void {
  for (const { done } of batch) {
    done(new NotAccepted(`Kafka refuses what is for ${line.topic.name} (${line.topic.what}): ${why}`, { cause }))
  }
}

export const recordOf = ({ key, value, headers }: KafkaWire, topic: string, partition: number): MessageRecord => ({
  topic,
  partition,
  // It is written as null where there is none, though the client's types know but Buffers.
  key: asBuffer(key) as Buffer,
  value: asBuffer(value) as Buffer,
  headers: new Map(headers.map(([name, bytes]) => [Buffer.from(name), asBuffer(bytes) as Buffer])),
})

const asBuffer = (bytes: Uint8Array | null): Buffer | null =>
  bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
