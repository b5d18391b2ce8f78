import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { bindingsFor } from '../../transport/bindings.js'
import { Lines } from '../../transport/lines.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import type { Options } from './client.js'
import { mostHeaders } from './dead-letter-wire.js'
import type { Publication, Publisher } from './publisher.js'
import { exchangeOf, longestRoutingKey, routingKeyOf } from './routes.js'
import type { Session } from './session.js'
import type { Topology } from './topology.js'
import { sizeOfHeaders, writeWire } from './wire.js'

/** Room among the headers that a message must leave for what is written beside it when it is given up. */
const reserve = 10_000
/** More at once would only wait in memory. */
const mostAtOnce = 500

/** Publishes messages: those of one key to one place one after the other, others beside each other. */
export class Carrier {
  readonly #session: Session
  readonly #publisher: Publisher
  readonly #topology: Topology
  readonly #lines = new Lines(mostAtOnce)

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
    const { prefix, mode } = this.#session.settings
    const exchange = exchangeOf(place, prefix)
    const publication: Publication = {
      exchange: exchange.name,
      routingKey: routingKeyOf(place),
      wire: writeWire(outgoing, mode),
      options: optionsOf(outgoing),
    }
    const unfit = this.#unfit(outgoing, publication)
    if (unfit !== undefined) return unfit
    const restore = () => this.#topology.restoreExchange(exchange)
    const send = () => this.#lines.slot(() => this.#publisher.publish(publication, { signal, restore }))
    if (key === undefined) return outcome(send())
    const line = `${publication.exchange} ${publication.routingKey} ${key}`
    return this.#lines.inLine(line, async () => {
      if (failed.has(line)) {
        return new NotAccepted(`an earlier message with the key ${key} was not accepted, so this one was not tried`)
      }
      const error = await outcome(send())
      if (error !== undefined) failed.add(line)
      return error
    })
  }

  #unfit({ message }: Outgoing, { routingKey, wire }: Publication): Error | undefined {
    const { maxPayload } = this.#session.settings
    const size = message.data?.byteLength ?? 0
    if (size > maxPayload) return new PayloadTooLarge(message.attributes.type, size, maxPayload)
    if (Buffer.byteLength(routingKey) > longestRoutingKey) {
      return new NotAccepted(
        `the routing key of ${routingKey.slice(0, 60)}… is longer than the ${longestRoutingKey} bytes of AMQP`,
      )
    }
    const beside = sizeOfHeaders(wire.headers)
    if (beside <= mostHeaders - reserve) return undefined
    return new NotAccepted(
      `attributes and headers of ${message.attributes.type} take ${beside} bytes, AMQP's headers hold ` +
        `${mostHeaders - reserve}; put the large part into the data`,
    )
  }
}

/** What the contract says of how it is sent, and its id for people who look at the queue. */
function optionsOf({ place: { bindings = {} }, message }: Outgoing): Options.Publish {
  const { expiration, mandatory } = bindingsFor(bindings, 'amqp').operation
  const { id } = message.attributes
  return {
    ...(Buffer.byteLength(id) <= 255 && { messageId: id }),
    ...(typeof expiration === 'number' && expiration >= 0 && { expiration: Math.floor(expiration) }),
    ...(mandatory === true && { mandatory }),
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
