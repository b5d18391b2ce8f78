import { createHash } from 'node:crypto'
import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { claim } from './claim.js'
import { halfTopics, halvesOf, isBelow, withBody, withoutBody } from './dead-letter-body.js'
import { readDeadLetter, writeDeadLetter, writeRedriven } from './dead-letter-wire.js'
import { type MqttHolding, wireOf } from './holding.js'
import type { Link } from './link.js'
import { own } from './property-names.js'
import { packetOf } from './publication.js'
import { publish } from './publish.js'
import { openReader } from './reader.js'
import { redrivenTopic } from './redriven.js'
import type { Session } from './session.js'
import { type MqttWire, propertyOf, publicationOf } from './wire.js'

/** The dead letters of one application: retained messages, each on a topic of its own. */
export class DeadLetterShelf implements DeadLetters {
  readonly #session: Session
  readonly #application: string

  constructor(session: Session) {
    this.#session = session
    this.#application = session.options.application ?? ''
  }

  /** Resolves when it is stored; stored again, it is the same one. */
  async store(holding: MqttHolding, details: DeadLetterDetails, subscription: string): Promise<void> {
    const wire = writeDeadLetter(holding, details, subscription)
    const topic = this.#topic(subscription, idOf(holding))
    if (this.#fits(topic, wire)) {
      await this.#retain(topic, wire.body.byteLength > 0 ? wire : withoutBody(wire, 'none'))
      return
    }
    const bare = withoutBody(wire, 'below')
    if (!this.#fits(topic, bare)) {
      throw new Error(
        'what befell it is more than the broker takes beside the properties that it has (max_packet_size)',
      )
    }
    const halves = halvesOf(wire)
    for (const [index, half] of halfTopics(topic).entries()) {
      await this.#retain(half, { properties: [], body: halves[index] ?? new Uint8Array(0) })
    }
    await this.#retain(topic, bare)
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    const reader = await openReader(this.#session)
    try {
      // First what is there, without keeping it: there may be much. Brokers give it in any order.
      const found: { readonly topic: string; readonly parkedAt: string }[] = []
      const filter = subscription === undefined ? `${this.#topic()}/+/+` : `${this.#topic(subscription)}/+`
      await reader.read(filter, ({ topic, properties }) => {
        found.push({ topic, parkedAt: propertyOf(properties, own.parkedAt) ?? '' })
      })
      found.sort((one, other) => (one.parkedAt < other.parkedAt ? -1 : one.parkedAt > other.parkedAt ? 1 : 0))
      for (const { topic } of found) {
        signal?.throwIfAborted()
        let wire: MqttWire | undefined
        await reader.read(topic, (packet) => {
          wire = wireOf(packet)
        })
        if (wire === undefined) continue
        const letter = readDeadLetter(topic.slice(topic.lastIndexOf('/') + 1), await withBody(wire, topic, reader))
        if (type === undefined || letter.message?.attributes.type === type) yield letter
      }
    } finally {
      await reader.close()
    }
  }

  redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    const stays = (why: string) => {
      const what = `dead letter ${id} of subscription ${subscription} cannot be redriven`
      this.#session.options.warn(new Error(`${what}: ${why}; it stays until it is discarded`))
      return false
    }
    return this.#claimed(subscription, id, async (link, wire) => {
      const topic = redrivenTopic(this.#session, this.#application, subscription)
      const redriven = writeRedriven(await this.#whole(wire, this.#topic(subscription, id)))
      signal?.throwIfAborted()
      if (!this.#fits(topic, redriven)) return stays('it is larger than the broker takes (max_packet_size)')
      const reason = await link.publish(packetOf(publicationOf(topic, redriven)))
      return reason === noMatchingSubscribers ? stays('the subscription has no session') : true
    })
  }

  discard(subscription: string, id: string): Promise<boolean> {
    return this.#claimed(subscription, id, async () => true)
  }

  async #claimed(
    subscription: string,
    id: string,
    act: (link: Link, wire: MqttWire) => Promise<boolean>,
  ): Promise<boolean> {
    if (!/^[\da-f]{32}$/.test(id)) return false
    const topic = this.#topic(subscription, id)
    const claims = this.#session.topics.own('claims', this.#application, subscription, id)
    return claim(this.#session, { topic, claims }, async (link, packet) => {
      const wire = wireOf(packet)
      const isGoing = await act(link, wire)
      if (isGoing && isBelow(wire)) {
        for (const half of halfTopics(topic)) await link.publish(packetOf({ topic: half, payload: '', retain: true }))
      }
      return isGoing
    })
  }

  async #whole(wire: MqttWire, topic: string): Promise<MqttWire> {
    const reader = await openReader(this.#session)
    try {
      return await withBody(wire, topic, reader)
    } finally {
      await reader.close()
    }
  }

  #fits(topic: string, wire: MqttWire): boolean {
    return (
      packetOf(publicationOf(topic, wire)).bytes.length <=
      (this.#session.control.link?.maximumPacketSize ?? Number.POSITIVE_INFINITY)
    )
  }

  async #retain(topic: string, wire: MqttWire): Promise<void> {
    await publish(this.#session, packetOf({ ...publicationOf(topic, wire), retain: true }))
  }

  #topic(...parts: readonly string[]): string {
    return this.#session.topics.own('dead', this.#application, ...parts)
  }
}

/** The same for the same message, and another after it was redriven. */
function idOf({ topic, wire, redrives }: MqttHolding): string {
  const hash = createHash('sha256').update(JSON.stringify([topic, redrives, wire.contentType, wire.properties]))
  return hash.update(wire.body).digest('hex').slice(0, 32)
}

/** MQTT 5.0, section 3.4.2.1. */
const noMatchingSubscribers = 0x10
