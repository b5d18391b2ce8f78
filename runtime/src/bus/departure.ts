import type { Observer } from '../delivery/observer.js'
import { InvalidDestination } from '../error/invalid-destination.js'
import { PayloadTooLarge } from '../error/payload-too-large.js'
import type { PublishFailed } from '../error/publish-failed.js'
import { descriptorOf } from '../event/brand.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import { encodeEvent } from '../message/encode-event.js'
import type { Outgoing } from '../transport/transport.js'
import { connectionOf, type Link } from './link.js'
import { wayOf } from './place-of.js'
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

/** Puts an event on the way by which it is sent, or received. Throws `InvalidDestination` where there is none. */
export function depart(
  event: AnyEvent,
  destination: Destination | undefined,
  as: 'send' | 'receive',
  { links, application, observer }: DepartureOptions,
): Departure {
  if (typeof event !== 'object' || event === null) {
    throw new TypeError(`an event is an instance of a generated class; received ${JSON.stringify(event)}`)
  }
  const { place, channel } = wayOf(event, destination, application, as)
  const link = links.find((each) => each.carries(channel.servers))
  if (link === undefined) {
    throw new InvalidDestination(`no transport of the bus is for the servers ${channel.servers?.join(', ')}`)
  }
  const { kind, name } = descriptorOf(event)
  if (kind === 'domain' && application === undefined && link.transport.features.shared) {
    throw new InvalidDestination(
      `${name} is a domain event, and others share the transport; give createBus({ application })`,
    )
  }
  const message = encodeEvent(event, {
    source: as === 'send' ? application : (event.source ?? 'another-application'),
  })
  const key = message.attributes['partitionkey']
  const keyed = { place, message, ...(key !== undefined && { key: String(key) }) }
  return { event, link, outgoing: withTrace(keyed, observer.trace()) }
}

type Failures = PublishFailed['failures']

/** Answers with what was not accepted. */
export function carryAll(departures: readonly Departure[], links: readonly Link[]): Promise<Failures> {
  if (links.length === 1) return carryTogether(departures)
  const together = links.map((link) => carryTogether(departures.filter((departure) => departure.link === link)))
  return Promise.all(together).then((failures) => failures.flat())
}

/** All to one transport. */
function carryTogether(departures: readonly Departure[]): Promise<Failures> {
  const failures: { event: AnyEvent; error: Error }[] = []
  const fitting = departures.filter((departure) => {
    const error = tooLarge(departure)
    if (error !== undefined) failures.push({ event: departure.event, error })
    return error === undefined
  })
  const [first] = fitting
  if (first === undefined) return Promise.resolve(failures)
  const outgoing = fitting.map((departure) => departure.outgoing)
  return connectionOf(first.link)
    .carry(outgoing)
    .then((outcomes) => {
      for (const [index, error] of outcomes.entries()) {
        const departure = fitting[index]
        if (error !== undefined && departure !== undefined) failures.push({ event: departure.event, error })
      }
      return failures
    })
}

function tooLarge({ outgoing, link }: Departure): Error | undefined {
  const size = outgoing.message.data?.byteLength ?? 0
  const limit = link.transport.features.maxPayload
  if (limit === undefined || size <= limit) return undefined
  return new PayloadTooLarge(outgoing.message.attributes.type, size, limit)
}
