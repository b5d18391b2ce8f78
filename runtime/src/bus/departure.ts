import { isThenable } from '../delivery/is-thenable.js'
import type { Observer } from '../delivery/observer.js'
import { InvalidDestination } from '../error/invalid-destination.js'
import { PayloadTooLarge } from '../error/payload-too-large.js'
import type { PublishFailed } from '../error/publish-failed.js'
import { descriptorOf } from '../event/brand.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { EventDescriptor } from '../event/event-descriptor.js'
import { encodeEvent } from '../message/encode-event.js'
import { EventMessage } from '../message/event-message.js'
import type { Answer } from '../transport/answer.js'
import type { Outgoing } from '../transport/transport.js'
import { connectionOf, type Link } from './link.js'
import { type Way, wayOf } from './place-of.js'
import { send } from './send.js'
import { withTrace } from './with-trace.js'

/** One message about to leave, and the transport that is to carry it. */
export interface Departure {
  readonly event: AnyEvent
  readonly link: Link
  readonly outgoing: Outgoing
}

export interface DepartureOptions {
  readonly links: readonly Link[]
  readonly application: string | undefined
  readonly observer: Observer
}

/** Puts events on the way by which they are sent, or received. */
export class Departures {
  readonly #options: DepartureOptions
  /** Of classes whose events all go the same way. */
  readonly #ways = { send: new Map<EventDescriptor, Way>(), receive: new Map<EventDescriptor, Way>() }

  constructor(options: DepartureOptions) {
    this.#options = options
  }

  /** Throws `InvalidDestination` where there is no way. */
  depart(event: AnyEvent, destination: Destination | undefined, as: 'send' | 'receive'): Departure {
    if (typeof event !== 'object' || event === null) {
      throw new TypeError(`an event is an instance of a generated class; received ${JSON.stringify(event)}`)
    }
    const { links, application, observer } = this.#options
    const descriptor = descriptorOf(event)
    const { place, channel } = this.#wayOf(event, descriptor, destination, as)
    const link = links.find((each) => each.carries(channel.servers))
    if (link === undefined) {
      throw new InvalidDestination(`no transport of the bus is for the servers ${channel.servers?.join(', ')}`)
    }
    const { kind, name } = descriptor
    if (kind === 'domain' && application === undefined && link.transport.features.shared) {
      throw new InvalidDestination(
        `${name} is a domain event, and others share the transport; give createBus({ application })`,
      )
    }
    const source = as === 'send' ? application : (event.source ?? 'another-application')
    const message = link.transport.isInProcess ? new EventMessage(event, { source }) : encodeEvent(event, { source })
    const key = message.attributes['partitionkey']
    const keyed = { place, message, ...(key !== undefined && { key: String(key) }) }
    return { event, link, outgoing: withTrace(keyed, observer.trace()) }
  }

  #wayOf(
    event: AnyEvent,
    descriptor: EventDescriptor,
    destination: Destination | undefined,
    as: 'send' | 'receive',
  ): Way {
    const { application } = this.#options
    if (destination !== undefined) return wayOf(event, destination, application, as)
    let way = this.#ways[as].get(descriptor)
    if (way === undefined) {
      way = wayOf(event, undefined, application, as)
      if (way.place.family === undefined) this.#ways[as].set(descriptor, way)
    }
    return way
  }
}

type Failures = PublishFailed['failures']
type Failure = Failures[number]

/** Answers with what was not accepted: at once where the transport does, since promises are what a publish costs there. */
export function carryAll(
  departures: readonly Departure[],
  links: readonly Link[],
  observer: Observer | undefined,
): Answer<Failures> {
  if (links.length === 1) return carryTogether(departures, observer)
  const together = links.map((link) =>
    carryTogether(
      departures.filter((departure) => departure.link === link),
      observer,
    ),
  )
  return Promise.all(together).then((failures) => failures.flat())
}

/** All to one transport. */
function carryTogether(departures: readonly Departure[], observer: Observer | undefined): Answer<Failures> {
  const fitting: Departure[] = []
  const failures: Failure[] = []
  for (const departure of departures) {
    const error = tooLarge(departure)
    if (error === undefined) fitting.push(departure)
    else failures.push({ event: departure.event, error })
  }
  const [first] = fitting
  if (first === undefined) return failures
  const { link } = first
  const messages = fitting.map((departure) => departure.outgoing)
  const sending = { how: 'publish', transport: link.transport.name, messages } as const
  const withRefused = (outcomes: readonly (Error | undefined)[]): Failures => {
    for (let index = 0; index < fitting.length; index++) {
      const error = outcomes[index]
      const departure = fitting[index]
      if (error !== undefined && departure !== undefined) failures.push({ event: departure.event, error })
    }
    return failures
  }
  const outcomes = send(observer, sending, (outgoing) => connectionOf(link).carry(outgoing))
  return isThenable(outcomes) ? outcomes.then(withRefused) : withRefused(outcomes)
}

function tooLarge({ outgoing, link }: Departure): Error | undefined {
  const limit = link.transport.features.maxPayload
  if (limit === undefined) return undefined
  const size = outgoing.message.data?.byteLength ?? 0
  return size <= limit ? undefined : new PayloadTooLarge(outgoing.message.attributes.type, size, limit)
}
