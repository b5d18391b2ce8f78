import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { sleep } from '../../transport/sleep.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import type { Bytes } from './client.js'
import { own } from './field-names.js'
import { tell } from './link.js'
import { isPassing, TooFewReplicas } from './passing.js'
import { run } from './script.js'
import { publish } from './scripts/publish.js'
import type { Session } from './session.js'
import { flatten, writeWire } from './wire.js'

/** One message on its way. */
class Parcel {
  readonly stream: string
  readonly fields: readonly Bytes[]
  readonly size: number
  readonly outcome: Promise<Error | undefined>
  /** Somebody was told. */
  isSettled = false
  #resolve: (outcome: Error | undefined) => void = () => {}

  constructor(stream: string, fields: readonly Bytes[]) {
    this.stream = stream
    this.fields = fields
    this.size = fields.reduce((sum, field) => sum + field.length, 0)
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** Once; what comes later is of no account. */
  settle(outcome?: Error): void {
    this.isSettled = true
    this.#resolve(outcome)
  }
}

/** What was sent, and is sent again as it is until its answer has come. */
interface Batch {
  readonly number: number
  readonly parcels: readonly Parcel[]
}

/**
 * Publishes messages in the order given, in batches of which one is under way at a time. So nothing overtakes, neither
 * what failed nor what is sent again.
 */
export class Carrier {
  readonly #session: Session
  readonly #publisher: string
  readonly #end = new AbortController()
  #queue: Parcel[] = []
  #isRunning = false
  #underWay: readonly Parcel[] = []
  #batches = 0
  #cause: unknown

  constructor(session: Session) {
    this.#session = session
    this.#publisher = session.keys.publisher(session.id)
  }

  carry(messages: readonly Outgoing[], { signal }: CarryOptions = {}): Promise<readonly (Error | undefined)[]> {
    if (this.#end.signal.aborted) return Promise.resolve(messages.map(() => closed()))
    const parcels = messages.map((outgoing) => this.#pack(outgoing))
    const waiting = parcels.filter((parcel) => parcel instanceof Parcel)
    const callOff = () => {
      for (const parcel of waiting) {
        parcel.settle(new NotAccepted(`publishing to ${parcel.stream} was called off`, { cause: signal?.reason }))
      }
    }
    const expire = this.#session.options.clock.after(this.#session.settings.publishTimeoutMs, () =>
      this.#giveUp(waiting),
    )
    signal?.addEventListener('abort', callOff, { once: true })
    if (signal?.aborted) callOff()
    this.#queue.push(...waiting)
    if (!this.#isRunning) void this.#run()
    return Promise.all(parcels.map((parcel) => (parcel instanceof Parcel ? parcel.outcome : parcel))).finally(() => {
      expire()
      signal?.removeEventListener('abort', callOff)
    })
  }

  /** What has not been accepted is not accepted any more. */
  close(): void {
    this.#end.abort()
    for (const parcel of [...this.#underWay, ...this.#queue.splice(0)]) parcel.settle(closed())
  }

  #pack(outgoing: Outgoing): Parcel | Error {
    const { place, message } = outgoing
    const { keys, settings } = this.#session
    const size = message.data?.byteLength ?? 0
    if (size > settings.maxPayload) return new PayloadTooLarge(message.attributes.type, size, settings.maxPayload)
    const wire = writeWire(outgoing, settings.mode)
    const fields = flatten(
      place.family === undefined ? wire : { ...wire, fields: [...wire.fields, [own.address, place.address]] },
    )
    if (fields.length <= mostFields) return new Parcel(keys.streamOf(place), fields)
    return new NotAccepted(`${message.attributes.type} has more than ${mostFields / 2} headers`)
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    // What is published in the same turn goes together.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      this.#underWay = this.#next()
      await this.#send({ number: ++this.#batches, parcels: this.#underWay })
    }
    this.#underWay = []
    this.#isRunning = false
  }

  #next(): readonly Parcel[] {
    this.#queue = this.#queue.filter(({ isSettled }) => !isSettled)
    let [count, size] = [0, 0]
    for (const parcel of this.#queue) {
      size += parcel.size
      if (count === mostAtOnce || (count > 0 && size > mostBytes)) break
      count++
    }
    return this.#queue.splice(0, count)
  }

  /** Until it is answered, or nobody waits for it any more. */
  async #send({ number, parcels }: Batch): Promise<void> {
    const { publishing, options } = this.#session
    for (let failures = 0; parcels.some(({ isSettled }) => !isSettled); failures++) {
      try {
        const answers = await this.#attempt(number, parcels)
        for (const [index, parcel] of parcels.entries()) parcel.settle(refusal(parcel, answers[index]))
        return
      } catch (cause) {
        this.#cause = cause
        if (!isPassing(cause)) {
          for (const parcel of parcels) {
            parcel.settle(new NotAccepted(`Redis refuses what is for ${parcel.stream}: ${tell(cause)}`, { cause }))
          }
          return
        }
      }
      const pause = Math.min(500, 10 * 2 ** failures)
      if (publishing.isConnected) await sleep(pause, options.clock, this.#end.signal)
      else await publishing.untilConnected(this.#end.signal, mostAwayMs)
    }
  }

  async #attempt(number: number, parcels: readonly Parcel[]): Promise<readonly string[]> {
    const { publishing, settings } = this.#session
    const streams = [...new Set(parcels.map(({ stream }) => stream))]
    const at = new Map(streams.map((stream, index) => [stream, String(index + 2)]))
    const answers = (await run(
      publishing,
      publish,
      [this.#publisher, ...streams],
      [
        ...[String(number), String(rememberedMs), settings.topology === 'create' ? '1' : '0'],
        ...parcels.flatMap(({ stream, fields }) => [at.get(stream) ?? '', String(fields.length), ...fields]),
      ],
    )) as readonly (Buffer | string)[]
    if (settings.replicas > 0) {
      const waitMs = Math.ceil(Math.min(settings.requestTimeoutMs, settings.publishTimeoutMs) / 2)
      const wait = ['WAIT', String(settings.replicas), String(waitMs)]
      const replicas = Number(await publishing.call(wait))
      if (replicas < settings.replicas) throw new TooFewReplicas(replicas, settings.replicas)
    }
    return answers.map(String)
  }

  #giveUp(parcels: readonly Parcel[]): void {
    const { publishing, settings } = this.#session
    const cause = publishing.isConnected ? (this.#cause ?? new Error('no answer')) : publishing.cause
    const late = `was not confirmed within ${settings.publishTimeoutMs} ms: ${tell(cause)}`
    for (const parcel of parcels) parcel.settle(new NotAccepted(`${parcel.stream} ${late}`, { cause }))
  }
}

/** More in one go would hold up the server. */
const mostAtOnce = 500
/** How long the return of the server is waited for, until it is looked again who still waits. */
const mostAwayMs = 500
const mostBytes = 1_000_000
/** The most names and values that one command of a script takes, and room for those of a dead letter. */
const mostFields = 7_000
/** How long after its last publish the server still knows how far a publisher had come. */
const rememberedMs = 3_600_000

const closed = () => new NotAccepted('the connection to Redis is closed')

function refusal({ stream }: Parcel, answer = ''): Error | undefined {
  if (answer === '') return undefined
  if (answer === 'NOSTREAM') return new NotAccepted(`there is no stream ${stream}, and none is to be made (topology)`)
  return new NotAccepted(`Redis refuses what is for ${stream}: ${answer}`)
}
