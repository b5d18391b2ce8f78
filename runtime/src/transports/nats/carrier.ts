import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { percentEncode } from '../../message/percent.js'
import { Lines } from '../../transport/lines.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import { streamOf } from './places.js'
import { publish } from './publish.js'
import type { Session } from './session.js'
import type { Streams } from './streams.js'
import { type NatsWire, sizeOf, writeWire } from './wire.js'

/** Room that a message must leave for what is written beside it when it is given up. */
const reserve = 8_192
/** More at once would only wait in memory. */
const mostAtOnce = 500
/** The server takes commands of 4,096 bytes, the subject and two more words among them. */
const longestSubject = 3_500

/** Publishes messages: those of one key to one subject one after the other, others beside each other. */
export class Carrier {
  readonly #session: Session
  readonly #streams: Streams
  readonly #lines = new Lines(mostAtOnce)

  constructor(session: Session, streams: Streams) {
    this.#session = session
    this.#streams = streams
  }

  carry(messages: readonly Outgoing[], options: CarryOptions = {}): Promise<readonly (Error | undefined)[]> {
    const failed = new Set<string>()
    return Promise.all(messages.map((outgoing) => this.#carryOne(outgoing, options, failed)))
  }

  /** `failed` names the lines of this batch of which one was not accepted: the rest of them is not tried. */
  async #carryOne(outgoing: Outgoing, { signal }: CarryOptions, failed: Set<string>): Promise<Error | undefined> {
    const { key, message } = outgoing
    const subject = this.#session.subjects.of(outgoing.place)
    const wire = writeWire(outgoing, this.#session.settings.mode)
    const unfit = this.#unfit(outgoing, subject, wire)
    if (unfit !== undefined) return unfit
    const { source, id } = message.attributes
    const send = () =>
      this.#lines.slot(() =>
        publish(this.#session, subject, wire, {
          // Of one place: the same event may be sent to several of one stream.
          messageId: [subject, source, id].map(percentEncode).join(' '),
          prepare: () => streamOf(this.#session, this.#streams, outgoing.place),
          failed: () => this.#streams.forgetAll(),
          signal,
        }),
      )
    if (key === undefined) return outcome(send())
    const line = `${subject} ${key}`
    return this.#lines.inLine(line, async () => {
      if (failed.has(line)) {
        return new NotAccepted(`an earlier message with the key ${key} was not accepted, so this one was not tried`)
      }
      const error = await outcome(send())
      if (error !== undefined) failed.add(line)
      return error
    })
  }

  #unfit({ message }: Outgoing, subject: string, wire: NatsWire): Error | undefined {
    const { nc, settings } = this.#session
    const size = message.data?.byteLength ?? 0
    if (size > settings.maxPayload) return new PayloadTooLarge(message.attributes.type, size, settings.maxPayload)
    const limit = nc.info?.max_payload
    const beside = sizeOf(wire) - size + reserve
    if (limit !== undefined && size + beside > limit) {
      return new PayloadTooLarge(message.attributes.type, size, Math.max(0, limit - beside))
    }
    if (Buffer.byteLength(subject) <= longestSubject) return undefined
    return new NotAccepted(`the subject of ${subject.slice(0, 60)}… is longer than ${longestSubject} bytes`)
  }
}

async function outcome(sent: Promise<unknown>): Promise<Error | undefined> {
  try {
    await sent
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
