import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { TopologyMismatch } from '../../error/topology-mismatch.js'
import { EventMessage } from '../../message/event-message.js'
import type { Message } from '../../message/message.js'
import { BytesMessage, type SharedMessage } from '../../message/shared-message.js'
import type { Carried } from '../../transport/carried.js'
import type { Place, SubscriptionPlace } from '../../transport/place.js'
import type { ConnectOptions, Outgoing } from '../../transport/transport.js'
import { AddressBook } from './address-book.js'
import { Distribution } from './distribution.js'
import { LoopTurn } from './loop-turn.js'
import type { InMemorySettings } from './options.js'
import { WaitingRoom } from './waiting-room.js'

const { setImmediate } = globalThis

/** All that buses which were given the same transport share. */
export class Hub {
  readonly settings: InMemorySettings
  readonly distributions = new Map<string, Distribution>()
  readonly connected = new Set<ConnectOptions>()
  readonly #addresses = new AddressBook()
  readonly #waiting: WaitingRoom
  readonly #turn = new LoopTurn()
  readonly #idle = new Set<() => void>()
  #checking = false

  constructor(settings: InMemorySettings) {
    this.settings = settings
    this.#waiting = new WaitingRoom(settings)
  }

  declare(places: readonly SubscriptionPlace[]): void {
    const differences = places.flatMap((place) => this.#differences(place))
    if (differences.length > 0) throw new TopologyMismatch(differences)
    for (const place of places) {
      const existing = this.distributionOf(place)
      if (existing !== undefined) existing.queue.place = place
      else
        this.distributions.set(nameOf(place), new Distribution(place, this.settings, this.#turn, () => this.#changed()))
    }
    this.#addresses.renew(this.distributions.values())
  }

  distributionOf(subscription: { readonly name: string; readonly application?: string }): Distribution | undefined {
    return this.distributions.get(nameOf(subscription))
  }

  /** Whether a message was accepted; waits, bounded, while one of its subscriptions is full. */
  carry(outgoing: Outgoing, signal: AbortSignal | undefined): Promise<Error | undefined> | Error | undefined {
    const { message, place, key, trace } = outgoing
    const { maxPayload } = this.settings
    const size = maxPayload === undefined ? 0 : (message.data?.byteLength ?? 0)
    if (maxPayload !== undefined && size > maxPayload) {
      return new PayloadTooLarge(message.attributes.type, size, maxPayload)
    }
    const carried = { place, message: this.#own(message), key, trace, unreadable: undefined, wire: undefined }
    return this.admit(carried, signal)
  }

  /** What a sender may still change is copied. */
  #own(message: Message): SharedMessage {
    if (!(message instanceof EventMessage)) return new BytesMessage(copy(message))
    return this.settings.encode === 'always' ? new BytesMessage(message) : message
  }

  admit(carried: Carried, signal?: AbortSignal): Promise<Error | undefined> | Error | undefined {
    const takers = this.#addresses.takersOf(carried.place)
    if (!this.#waiting.mustWait(takers)) {
      for (const taker of takers) taker.add(carried)
      return undefined
    }
    return this.#waiting.wait(takers, carried, signal)
  }

  /** When nothing is on its way any more. */
  async idle(): Promise<void> {
    for (const bus of this.connected) bus.hurry?.(true)
    try {
      await new Promise<void>((resolve) => {
        this.#idle.add(resolve)
        this.#changed()
      })
    } finally {
      if (this.#idle.size === 0) for (const bus of this.connected) bus.hurry?.(false)
    }
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && [...this.distributions.values()].every(({ isQuiet }) => isQuiet)
  }

  get isHurried(): boolean {
    return this.#idle.size > 0
  }

  problems(): readonly string[] {
    return [...this.distributions.values()]
      .filter((distribution) => !distribution.hasRoom)
      .map(({ queue }) => `subscription ${queue.place.name} is full: ${queue.size} messages wait or are held`)
  }

  #changed(): void {
    this.#waiting.roomWasMade()
    if (this.#idle.size === 0 || this.#checking) return
    this.#checking = true
    // A turn later, so that what handlers and their promises still do counts.
    setImmediate(() => {
      this.#checking = false
      if (!this.isIdle) return
      const idle = [...this.#idle]
      this.#idle.clear()
      for (const resolve of idle) resolve()
    })
  }

  #differences(place: SubscriptionPlace): readonly string[] {
    const existing = this.distributionOf(place)
    if (existing === undefined) return []
    const there = existing.queue.place
    const isUsed = existing.intakes.size > 0 || existing.queue.size > 0
    if (isUsed && there.order !== place.order) {
      return [`subscription ${place.name} exists with order ${there.order}, not ${place.order}`]
    }
    if (existing.intakes.size > 0 && sourcesOf(there) !== sourcesOf(place)) {
      return [`subscription ${place.name} exists with sources ${sourcesOf(there)}, not ${sourcesOf(place)}`]
    }
    return []
  }
}

export const closedError = () => new NotAccepted('the connection to the in-memory transport is closed')

const nameOf = ({ name, application }: { readonly name: string; readonly application?: string }) =>
  JSON.stringify([application ?? null, name])

const sourcesOf = (place: SubscriptionPlace) =>
  place.sources
    .map(({ address, application }: Place) => (application === undefined ? address : `${application}: ${address}`))
    .sort()
    .join(', ')

const copy = ({ attributes, headers, data }: Message): Message => ({
  attributes: { ...attributes },
  ...(headers !== undefined && { headers: structuredClone(headers) }),
  ...(data !== undefined && { data: new Uint8Array(data) }),
})
