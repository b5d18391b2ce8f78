import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { bindingsFor } from '../../transport/bindings.js'
import { Lines } from '../../transport/lines.js'
import type { Place } from '../../transport/place.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import type { Target } from './client.js'
import { mostHeaders } from './dead-letter-wire.js'
import { type Publication, publicationOf } from './publication.js'
import type { Publisher } from './publisher.js'
import { exchangeOf, longestRoutingKey, routingKeyOf } from './routes.js'
import type { Session } from './session.js'
import type { Topology } from './topology.js'
import { sizeOfHeaders, writeWire } from './wire.js'

/** Room among the headers that a message must leave for what is written beside it when it is given up. */
const reserve = 10_000
/** More at once would only wait in memory. */
const mostAtOnce = 500

/** Whether and how messages go to a place. */
interface Route {
  readonly target: Target
  /** After so many milliseconds the broker throws them away; the client wants them as text. */
  readonly expiration: string | undefined
  /** Why none can be sent there. */
  readonly unfit: Error | undefined
  readonly restore: () => Promise<void>
}

/** Publishes messages: those of one key to one place one after the other, others beside each other. */
export class Carrier {
  readonly #session: Session
  readonly #publisher: Publisher
  readonly #topology: Topology
  readonly #lines = new Lines(mostAtOnce)
  /** Most events of one class go to one place. */
  readonly #routes = new WeakMap<Place, Route>()

  constructor(session: Session, publisher: Publisher, topology: Topology) {
    this.#session = session
    this.#publisher = publisher
    this.#topology = topology
  }

  carry(messages: readonly Outgoing[], options: CarryOptions = {}): Promise<readonly (Error | undefined)[]> {
    const failed = new Set<string>()
    return Promise.all(messages.map((outgoing) => this.#carryOne(outgoing, options, failed)))
  }

  /** `failed` names the lines of this batch of which one was not accepted: the rest of them is not tried. */
  async #carryOne(outgoing: Outgoing, { signal }: CarryOptions, failed: Set<string>): Promise<Error | undefined> {
    const { key, place } = outgoing
    const route = this.#routeTo(place)
    const publication = this.#publication(outgoing, route)
    if (publication instanceof Error) return publication
    const { target, restore } = route
    const send = () => outcome(this.#lines.slot(() => this.#publisher.publish(publication, { signal, restore })))
    if (key === undefined) return send()
    const line = `${target.exchange} ${target.routingKey} ${key}`
    return this.#lines.inLine(line, async () => {
      if (failed.has(line)) {
        return new NotAccepted(`an earlier message with the key ${key} was not accepted, so this one was not tried`)
      }
      const error = await send()
      if (error !== undefined) failed.add(line)
      return error
    })
  }

  /** What is sent, or why it cannot be. */
  #publication(outgoing: Outgoing, route: Route): Publication | Error {
    const { maxPayload, mode } = this.#session.settings
    const { attributes, data } = outgoing.message
    const size = data?.byteLength ?? 0
    if (size > maxPayload) return new PayloadTooLarge(attributes.type, size, maxPayload)
    if (route.unfit !== undefined) return route.unfit
    const wire = writeWire(outgoing, mode)
    const beside = sizeOfHeaders(wire.headers)
    if (beside > mostHeaders - reserve) {
      return new NotAccepted(
        `attributes and headers of ${attributes.type} take ${beside} bytes, AMQP's headers hold ` +
          `${mostHeaders - reserve}; put the large part into the data`,
      )
    }
    const { id } = attributes
    // For people who look at the queue.
    const messageId = Buffer.byteLength(id) <= 255 ? id : undefined
    return publicationOf(route.target, wire, { messageId, expiration: route.expiration })
  }

  #routeTo(place: Place): Route {
    const known = this.#routes.get(place)
    if (known !== undefined) return known
    const exchange = exchangeOf(place, this.#session.settings.prefix)
    const routingKey = routingKeyOf(place)
    const isTooLong = Buffer.byteLength(routingKey) > longestRoutingKey
    const unfit = isTooLong
      ? new NotAccepted(
          `the routing key of ${routingKey.slice(0, 60)}… is longer than the ${longestRoutingKey} bytes of AMQP`,
        )
      : undefined
    const { expiration, mandatory } = bindingsFor(place.bindings ?? {}, 'amqp').operation
    const route = {
      target: { exchange: exchange.name, routingKey, mandatory: mandatory === true },
      expiration: typeof expiration === 'number' && expiration >= 0 ? String(Math.floor(expiration)) : undefined,
      unfit,
      restore: () => this.#topology.restoreExchange(exchange),
    }
    this.#routes.set(place, route)
    return route
  }
}

const outcome = (sent: Promise<unknown>): Promise<Error | undefined> => sent.then(accepted, asError)

const accepted = () => undefined

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
