import { randomUUID } from 'node:crypto'
import type { Bus } from '../bus/bus.js'
import type { BusOptions } from '../bus/bus-options.js'
import { createBus } from '../bus/create-bus.js'
import { systemClock } from '../transport/clock.js'
import type { Features } from '../transport/features.js'
import type { Wire } from '../transport/holding.js'
import type { Intake } from '../transport/intake.js'
import type { SubscriptionPlace } from '../transport/place.js'
import type { Connection, Transport } from '../transport/transport.js'
import type { Check } from './check.js'
import { type ConformanceEvents, eventsAt } from './events.js'
import { createGate, type Gate } from './gate.js'
import type { ForeignProgram, OwnBroker, OwnNetwork, Subject } from './subject.js'

/** Where one check plays: names of its own, buses and connections that are closed after it. */
export interface Stage {
  readonly features: Features
  /** An address, a subscription name, an application name: unique to this check. */
  name(part: string): string
  /** The address of the check's events. */
  readonly address: string
  /** Event classes that flow there. */
  readonly events: ConformanceEvents
  /** How many messages prove a volume. */
  readonly volume: number
  /** For what comes again through no fault of a handler; where the transport counts. */
  readonly patience: { readonly maxDeliveries?: number }
  /** A bus of the check's application that is not yet started; each is a process of its own. */
  bus(options?: Partial<BusOptions>): Bus
  /** A transport onto the broker of the check. */
  transport(): Transport
  /** The transport as a bus sees it, for what is proved below the bus. */
  connect(transport?: Transport): Promise<Connection>
  /** Takes part in a subscription to the address of the events, below the bus. */
  open(connection: Connection, options?: Partial<SubscriptionPlace>): Promise<Intake>
  /** Writes what is no CloudEvent to the address of the events. */
  inject(wire: Wire): Promise<void>
  /** A broker of the check's own, to stop and start; when the check ends while it is stopped, it is started first. */
  broker(): Promise<OwnBroker>
  /** A way to the broker of the check's own, to spoil. */
  network(): Promise<OwnNetwork>
  /** A transport that sets nothing up. */
  checking(): Transport
  /** Transports that cannot connect. */
  readonly refused: readonly (() => Transport)[]
  foreign(): ForeignProgram
  /** Removes one of the check's subscriptions at the broker. */
  forget(subscription: string): Promise<void>
  readonly limitMs: number
  /** A gate that the end of the check opens, however it ends: closing waits for handlers that wait for it. */
  gate(): Gate
  /** Resolves when it holds; rejects with `what` when it does not in time. */
  until(condition: () => boolean | Promise<boolean>, what: string): Promise<void>
  /** A promise for the check's time limit. */
  limited<T>(work: Promise<T>): Promise<T>
  close(): Promise<void>
}

export function openStage(check: Check, subject: Subject): Stage {
  const run = `conformance-${check.number}-${randomUUID().slice(0, 8)}`
  const name = (part: string) => `${run}-${part}`
  const application = name('application')
  const address = name('notes')
  const limitMs = subject.limitMs ?? 30_000
  const deadline = AbortSignal.timeout(limitMs)
  const opened: Closable[] = []
  const gates: Gate[] = []
  const revivals: (() => Promise<void>)[] = []
  const keep = <T extends Closable>(each: T): T => {
    opened.push(each)
    return each
  }

  return {
    features: subject.transport().features,
    inject: async (wire) => subject.inject?.({ address }, wire),
    name,
    address,
    events: eventsAt(address),
    volume: subject.volume ?? 1_000,
    patience: subject.transport().features.nativeDeliveryCount ? { maxDeliveries: 1_000 } : {},
    bus: (options) => keep(createBus({ application, transport: subject.transport(), hooks: quiet, ...options })),
    transport: subject.transport,
    connect: async (transport = subject.transport()) => keep(await connectTo(transport, application)),
    open: async (connection, options) => {
      const place = { ...placeAt(address, application, name('subscription')), ...options }
      await connection.declare({ subscriptions: [place] })
      return connection.open(place)
    },
    async broker() {
      const own = await need(subject.broker, 'broker')()
      const broker = revivable(own)
      revivals.push(broker.revive)
      return keep(broker)
    },
    network: async () => keep(await need(subject.network, 'network')()),
    checking: () => need(subject.checking, 'checking')(),
    refused: subject.refused ?? [],
    foreign: () => need(subject.foreign, 'foreign'),
    forget: (subscription) => need(subject.forget, 'forget')({ name: subscription, application }),
    limitMs,
    gate() {
      const gate = createGate()
      gates.push(gate)
      return gate
    },
    async until(condition, what) {
      while (!(await condition())) {
        if (deadline.aborted) throw new Error(`waited in vain until ${what}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    limited: (work) => Promise.race([work, expiry(deadline, 'the check')]),
    async close() {
      for (const gate of gates) gate.open()
      for (const revive of revivals.splice(0)) await revive()
      for (const each of opened.splice(0).reverse()) {
        await Promise.race([each.close({ deadlineMs: 100 }), expiry(AbortSignal.timeout(limitMs), 'closing')])
      }
    },
  }
}

function need<T>(given: T | undefined, what: string): T {
  if (given === undefined) throw new Error(`the check uses '${what}' and does not say that it needs it`)
  return given
}

/** A bus closes in good order only where its broker answers. */
function revivable(broker: OwnBroker): OwnBroker & { revive(): Promise<void> } {
  let isStopped = false
  const start = async () => {
    await broker.start()
    isStopped = false
  }
  return {
    transport: broker.transport,
    async stop() {
      isStopped = true
      await broker.stop()
    },
    start,
    revive: async () => (isStopped ? start() : undefined),
    close: () => broker.close(),
  }
}

interface Closable {
  close(options?: { readonly deadlineMs: number }): Promise<unknown>
}

export const quiet = { deadLettered: () => {}, failed: () => {}, warned: () => {} }

const connectTo = (transport: Transport, application: string): Promise<Connection> =>
  transport.connect({ application, clock: systemClock, warn: () => {} })

const placeAt = (address: string, application: string, name: string): SubscriptionPlace => ({
  name,
  application,
  sources: [{ address }],
  types: ['tidings.conformance.noted', 'tidings.conformance.struck'],
  order: 'none',
  start: 'now',
  prefetch: 10,
  maxDeliveries: 5,
})

function expiry(deadline: AbortSignal, what: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error(`${what} took longer than its limit`)), { once: true })
  })
}
