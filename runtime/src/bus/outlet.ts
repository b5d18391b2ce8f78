import type { Observer } from '../delivery/observer.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { Features } from '../transport/features.js'
import type { CarryOptions, Outgoing } from '../transport/transport.js'
import type { Connections } from './connections.js'
import { Departures } from './departure.js'
import { connectionOf, type Link } from './link.js'
import { record, send } from './send.js'

/** How what a bus would publish is carried at another time, or in a transaction of the caller's. */
export interface Outlet {
  /** As given to `createBus`. */
  readonly application: string | undefined
  readonly transports: readonly OutletTransport[]
  /** What publishing the event would carry, and by which transport. Throws `InvalidDestination` where there is none. */
  prepare(event: AnyEvent, destination?: Destination): Prepared
  /** Connects, where the bus is not started, so that `carry` may be called; subscriptions are left alone. */
  open(): Promise<void>
  /** One outcome for each message, as a transport's `carry` gives them. Rejects once the bus is closed. */
  carry(server: string, messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]>
}

export interface OutletTransport {
  /** By the server's id; `default` where the bus has one transport. */
  readonly server: string
  readonly name: string
  readonly features: Features
}

export interface Prepared {
  readonly server: string
  readonly outgoing: Outgoing
}

export interface OutletOptions {
  readonly links: readonly Link[]
  readonly application: string | undefined
  readonly observer: Observer
  /** Throws once the bus is closed. */
  readonly connections: () => Connections
}

export function createOutlet({ links, application, observer, connections }: OutletOptions): Outlet {
  const departures = new Departures({ links, application, observer })
  return {
    application,
    transports: links.map(({ server, transport: { name, features } }) => ({ server, name, features })),
    prepare(event, destination) {
      const { link, outgoing } = departures.depart(event, destination, 'send')
      return { server: link.server, outgoing: record(observer, link.transport.name, outgoing) }
    },
    async open() {
      await connections().open()
      // Where messages are carried to may have to be created, although nobody subscribes here.
      await Promise.all(links.map((link) => connectionOf(link).declare({ subscriptions: [] })))
    },
    async carry(server, messages, options) {
      await connections().open()
      const link = links.find((each) => each.server === server)
      if (link === undefined) throw new Error(`the bus has no transport for the server ${server}`)
      const how = options?.transaction === undefined ? 'relay' : 'publish'
      const sending = { how, transport: link.transport.name, messages } as const
      return send(observer, sending, (outgoing) => connectionOf(link).carry(outgoing, options))
    },
  }
}
