import type { CloudEventObject } from '../cloudevents/cloud-event.js'
import type { Wire } from '../transport/holding.js'
import type { Place } from '../transport/place.js'
import type { Transport } from '../transport/transport.js'

/** A transport as the suite sees it. */
export interface Subject {
  /**
   * A transport onto the same broker each time: what one process of an application would make. Features must be
   * the same each time.
   */
  readonly transport: () => Transport
  /** Writes what is no CloudEvent where messages are, as a foreign program may. */
  readonly inject?: (place: Place, wire: Wire) => Promise<void>
  /** A broker that one check may stop and start. Its transports let a publish wait for less than a third of `limitMs`. */
  readonly broker?: () => Promise<OwnBroker>
  /** A way to the broker that one check may spoil, such as a TCP proxy. */
  readonly network?: () => Promise<OwnNetwork>
  /** Programs that never heard of Tidings, on the same broker. */
  readonly foreign?: ForeignProgram
  /** Like `transport`, but sets nothing up: it compares what is there with what is needed. */
  readonly checking?: () => Transport
  /** Each cannot connect: nobody listens where it looks, or it is not let in. */
  readonly refused?: readonly (() => Transport)[]
  /** Removes a subscription at the broker, as somebody who cleans up there may. */
  readonly forget?: (subscription: { readonly name: string; readonly application: string }) => Promise<void>
  /** Why it lacks one of these, for whoever reads the results. */
  readonly why?: Readonly<Partial<Record<Means, string>>>
  /** How long one check may take, in milliseconds; 30,000 unless given. */
  readonly limitMs?: number
  /** How many messages the checks that prove a volume use; 1,000 unless given. The full size is 10,000. */
  readonly volume?: number
}

/** What a check may need beside the transport itself. */
export type Means = 'inject' | 'broker' | 'network' | 'foreign' | 'checking' | 'refused' | 'forget'

export interface OwnBroker {
  /** Onto this broker, anew each time. */
  readonly transport: () => Transport
  /** Nobody reaches it any more, however that is done; it need not be gentle. */
  stop(): Promise<void>
  /** Again, at the same address, with what it had stored. */
  start(): Promise<void>
  /** Leaves nothing behind. */
  close(): Promise<void>
}

export interface OwnNetwork {
  /** Over this way. */
  readonly transport: () => Transport
  /** Ends every connection and lets none be made again, as when the process that held them is killed. */
  cut(): void
  /** Nothing passes the connections there are, and nobody is told. New ones work. */
  silence(): void
  close(): Promise<void>
}

/** A program of another kind: the broker's own client, a CloudEvents library. Events are in the members of the JSON format. */
export interface ForeignProgram {
  /** How an event may stand on this wire. */
  readonly forms: readonly WireForm[]
  write(place: Place, event: CloudEventObject, form: WireForm): Promise<void>
  /** What was carried to a place until now. */
  read(place: Place): Promise<readonly CloudEventObject[]>
}

export type WireForm = 'binary' | 'structured'
