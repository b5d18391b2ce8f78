import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { Lines } from '../../transport/lines.js'
import type { Place } from '../../transport/place.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import { type SendSettings, sendSettings } from './bindings.js'
import { tell } from './link.js'
import { type Packet, packetOf } from './publication.js'
import { publish } from './publish.js'
import type { Session } from './session.js'
import { publicationOf, writeWire } from './wire.js'

/** Room that a message must leave for what is written beside it when it is given up. */
const reserve = 8_192
/** More at once would only wait in memory. */
const mostAtOnce = 500
/** MQTT 5.0, section 1.5.4; what is ours stands before some. */
const longestTopic = 60_000

interface Route extends SendSettings {
  readonly topic: string
  /** Why nothing can be sent there. */
  readonly unfit: Error | undefined
}

/** Publishes messages: those of one key to one topic one after the other, others beside each other. */
export class Carrier {
  readonly #session: Session
  readonly #lines = new Lines(mostAtOnce)
  /** Most events of one class go to one place. */
  readonly #routes = new WeakMap<Place, Route>()

  constructor(session: Session) {
    this.#session = session
  }

  carry(messages: readonly Outgoing[], options: CarryOptions = {}): Promise<readonly (Error | undefined)[]> {
    const failed = new Set<string>()
    return Promise.all(messages.map((outgoing) => this.#carryOne(outgoing, options, failed)))
  }

  /** `failed` names the lines of this batch of which one was not accepted: the rest of them is not tried. */
  async #carryOne(outgoing: Outgoing, { signal }: CarryOptions, failed: Set<string>): Promise<Error | undefined> {
    const route = this.#routeTo(outgoing.place)
    const packet = this.#packet(outgoing, route)
    if (packet instanceof Error) return packet
    const send = () => this.#lines.slot(() => publish(this.#session, packet, signal))
    const { key } = outgoing
    if (key === undefined) return outcome(send())
    const line = `${route.topic} ${key}`
    return this.#lines.inLine(line, async () => {
      if (failed.has(line)) {
        return new NotAccepted(`an earlier message with the key ${key} was not accepted, so this one was not tried`)
      }
      const error = await outcome(send())
      if (error !== undefined) failed.add(line)
      return error
    })
  }

  /** What is sent, or why it cannot be. */
  #packet(outgoing: Outgoing, { topic, unfit, retain, messageExpiryInterval }: Route): Packet | Error {
    const { settings, control } = this.#session
    const { attributes, data } = outgoing.message
    const size = data?.byteLength ?? 0
    if (size > settings.maxPayload) return new PayloadTooLarge(attributes.type, size, settings.maxPayload)
    if (unfit !== undefined) return unfit
    const publication = publicationOf(topic, writeWire(outgoing, settings.mode))
    let packet: Packet
    try {
      packet = packetOf({ ...publication, retain, messageExpiryInterval })
    } catch (cause) {
      return new NotAccepted(`MQTT cannot hold ${attributes.type}: ${tell(cause)}`, { cause })
    }
    const most = control.link?.maximumPacketSize ?? Number.POSITIVE_INFINITY
    const beside = packet.bytes.length - size + reserve
    if (size + beside > most) return new PayloadTooLarge(attributes.type, size, Math.max(0, most - beside))
    return packet
  }

  #routeTo(place: Place): Route {
    const known = this.#routes.get(place)
    if (known !== undefined) return known
    const topic = this.#session.topics.of(place)
    const isTooLong = Buffer.byteLength(topic) > longestTopic
    const unfit = isTooLong
      ? new NotAccepted(`the topic of ${topic.slice(0, 60)}… is longer than ${longestTopic} bytes`)
      : undefined
    const route = { topic, unfit, ...sendSettings(place) }
    this.#routes.set(place, route)
    return route
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
