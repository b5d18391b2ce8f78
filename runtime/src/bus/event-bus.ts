import { Observer } from '../delivery/observer.js'
import { SubscriptionWorker } from '../delivery/subscription-worker.js'
import { BusNotOpen } from '../error/bus-not-open.js'
import { InvalidDestination } from '../error/invalid-destination.js'
import { InvalidSubscription } from '../error/invalid-subscription.js'
import { PayloadTooLarge } from '../error/payload-too-large.js'
import { PublishFailed } from '../error/publish-failed.js'
import { UnsupportedCapability } from '../error/unsupported-capability.js'
import { descriptorOf } from '../event/brand.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import type { Handler } from '../event/event-handler.js'
import { encodeEvent } from '../message/encode-event.js'
import { systemClock } from '../transport/clock.js'
import type { Connection, Outgoing, TransportHealth } from '../transport/transport.js'
import type { Bus, BusHealth, BusState, CloseOptions } from './bus.js'
import type { BusOptions } from './bus-options.js'
import { handlerCall } from './call-handler.js'
import { type BusDeadLetters, busDeadLetters, type DeadLetterShelf } from './dead-letters.js'
import type { HandlerToken } from './handler-token.js'
import { createLinks, type Link } from './link.js'
import { wayOf } from './place-of.js'
import { type Plan, planSubscription } from './plan.js'
import type { SubscribeOptions } from './subscribe-options.js'
import { createSubscription, type Subscription } from './subscription.js'
import { withTrace } from './with-trace.js'

/** One message on its way, and the transport that is to carry it. */
interface Departure {
  readonly event: AnyEvent
  readonly link: Link
  readonly outgoing: Outgoing
}

export class EventBus implements Bus {
  readonly deadLetters: BusDeadLetters
  protected readonly observer: Observer
  readonly #options: BusOptions
  readonly #links: readonly Link[]
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #workers = new Map<string, SubscriptionWorker>()
  #state: BusState = 'new'
  #started: Promise<void> | undefined
  #connected: Promise<readonly Link[]> | undefined
  #closed: Promise<void> | undefined
  #isHurried = false
  #publishing = 0
  #published: (() => void) | undefined

  constructor(options: BusOptions, observer = new Observer(options.hooks)) {
    this.#options = options
    this.#links = createLinks(options.transport)
    this.observer = observer
    this.deadLetters = busDeadLetters(() => this.#shelves())
  }

  subscribe(
    name: string,
    events: EventClass | readonly EventClass[],
    handler: Handler<never> | HandlerToken<never>,
    options: SubscribeOptions = {},
  ): void {
    if (this.#state !== 'new') {
      throw new InvalidSubscription(name, 'the bus is started already; subscribe before start()')
    }
    if (this.#subscriptions.has(name)) throw new InvalidSubscription(name, 'the name is taken on this bus')
    const handle = handlerCall(name, handler, this.#options.resolve)
    this.#subscriptions.set(name, createSubscription(name, events, handle, options, this.#options.defaults))
  }

  async start(): Promise<void> {
    if (this.#closed !== undefined) throw new BusNotOpen('the bus is closed; make a new one')
    this.#started ??= this.#start()
    return this.#started
  }

  publish(given: AnyEvent | readonly AnyEvent[], destination?: unknown): Promise<void> {
    if (this.#state !== 'started' && this.#state !== 'closing') return Promise.reject(notOpen(this.#state))
    const events: readonly AnyEvent[] = isList(given) ? given : [given]
    const { hooks } = this.observer
    const work = () => this.#publish(events, destination as Destination | undefined)
    return hooks.publish === undefined
      ? work()
      : this.observer.around('publish', (next) => hooks.publish?.(events, next), work)
  }

  close({ deadlineMs = 10_000 }: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(deadlineMs)
    return this.#closed
  }

  async health(): Promise<BusHealth> {
    const transports = Object.fromEntries(
      await Promise.all(this.#links.map(async (link) => [link.server, await healthOf(link)] as const)),
    )
    const subscriptions = [...this.#workers.values()].map((worker) => worker.health())
    const isWell =
      this.#state === 'started' &&
      Object.values(transports).every(({ status }) => status === 'healthy') &&
      subscriptions.every(({ problems }) => problems.length === 0)
    return { status: isWell ? 'healthy' : 'unhealthy', state: this.#state, transports, subscriptions }
  }

  /** Hands a message in by the way on which the event is sent, or received. */
  protected depart(event: AnyEvent, destination: Destination | undefined, as: 'send' | 'receive'): Departure {
    const { application } = this.#options
    const { place, channel } = wayOf(event, destination, application, as)
    const link = this.#links.find((each) => each.carries(channel.servers))
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
    return { event, link, outgoing: withTrace(keyed, this.observer.hooks) }
  }

  /** No more promises than it takes: in memory they are what a publish costs. */
  protected carry(departures: readonly Departure[]): Promise<void> {
    const carried = carryAll(departures, this.#links)
    this.#publishing++
    return carried.then(
      (failures) => {
        this.#wasPublished()
        const [first] = failures
        if (first !== undefined) {
          throw departures.length === 1 ? first.error : new PublishFailed(failures, departures.length)
        }
        if (this.observer.hooks.published === undefined) return
        for (const { event, outgoing } of departures) this.observer.published({ event, place: outgoing.place })
      },
      (error) => {
        this.#wasPublished()
        throw error
      },
    )
  }

  #publish(events: readonly AnyEvent[], destination: Destination | undefined): Promise<void> {
    try {
      return this.carry(events.map((event) => this.depart(event, destination, 'send')))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #wasPublished(): void {
    this.#publishing--
    if (this.#publishing === 0) this.#published?.()
  }

  async #start(): Promise<void> {
    this.#state = 'starting'
    try {
      const { application, upcasters = [] } = this.#options
      const plans = [...this.#subscriptions.values()].map((subscription) =>
        planSubscription(subscription, this.#links, application, upcasters),
      )
      await this.#connect()
      await this.#declare(plans)
      const opened = await Promise.all(plans.map(async (plan) => ({ plan, intakes: await openIntakes(plan) })))
      for (const { plan, intakes } of opened) this.#work(plan).start(intakes)
      this.#state = 'started'
    } catch (error) {
      this.#state = 'new'
      this.#started = undefined
      await this.#disconnect()
      throw error
    }
  }

  /** All of them before anything is published or received: whoever is subscribed gets whatever is published. */
  async #declare(plans: readonly Plan[]): Promise<void> {
    for (const link of this.#links) {
      const places = plans.flatMap((plan) => plan.places).filter((place) => place.link === link)
      await connectionOf(link).declare({ subscriptions: places.map(({ place }) => place) })
    }
  }

  #work({ subscription, routes }: Plan): SubscriptionWorker {
    const { clock = systemClock, random = Math.random } = this.#options
    const { name, policy } = subscription
    const worker = new SubscriptionWorker({
      subscription: name,
      policy,
      recipient: routes,
      observer: this.observer,
      clock,
      random,
    })
    if (this.#isHurried) worker.hurry(true)
    this.#workers.set(name, worker)
    return worker
  }

  #connect(): Promise<readonly Link[]> {
    const { application, clock = systemClock } = this.#options
    const connect = async (link: Link) => {
      link.connection ??= await link.transport.connect({
        ...(application !== undefined && { application }),
        clock,
        warn: (warning) => this.observer.warned(warning),
        hurry: (on) => {
          this.#isHurried = on
          for (const worker of this.#workers.values()) worker.hurry(on)
        },
      })
      return link
    }
    this.#connected ??= Promise.all(this.#links.map(connect)).catch(async (error) => {
      await this.#disconnect()
      throw error
    })
    return this.#connected
  }

  async #disconnect(): Promise<void> {
    this.#connected = undefined
    const connections = this.#links.map(({ connection }) => connection)
    for (const link of this.#links) link.connection = undefined
    await Promise.all(connections.map((connection) => connection?.close()))
  }

  async #close(deadlineMs: number): Promise<void> {
    await this.#started?.catch(() => {})
    this.#state = 'closing'
    await Promise.all([...this.#workers.values()].map((worker) => worker.close(deadlineMs)))
    this.#state = 'closed'
    await this.#allPublished(deadlineMs)
    await this.#connected?.catch(() => {})
    await this.#disconnect()
  }

  #allPublished(deadlineMs: number): Promise<void> {
    if (this.#publishing === 0) return Promise.resolve()
    const { clock = systemClock } = this.#options
    return new Promise((resolve) => {
      const cancel = clock.after(deadlineMs, resolve)
      this.#published = () => {
        cancel()
        resolve()
      }
    })
  }

  async #shelves(): Promise<readonly DeadLetterShelf[]> {
    if (this.#closed !== undefined) throw notOpen(this.#state)
    return (await this.#connect()).map((link) => {
      const { deadLetters } = connectionOf(link)
      if (deadLetters === undefined) {
        throw new UnsupportedCapability('dead letters are asked for', 'redrive', link.transport)
      }
      return { prefix: this.#links.length === 1 ? '' : `${link.server}:`, deadLetters }
    })
  }
}

const notOpen = (state: BusState) =>
  new BusNotOpen(
    state === 'closed' ? 'the bus is closed' : 'the bus is not started yet; await bus.start() before publishing',
  )

const isList = (given: AnyEvent | readonly AnyEvent[]): given is readonly AnyEvent[] => Array.isArray(given)

function connectionOf({ connection, transport }: Link): Connection {
  if (connection === undefined) throw new BusNotOpen(`the transport ${transport.name} is not connected`)
  return connection
}

const openIntakes = ({ places }: Plan) => Promise.all(places.map(({ link, place }) => connectionOf(link).open(place)))

type Failures = PublishFailed['failures']

/** Answers with what was not accepted. */
function carryAll(departures: readonly Departure[], links: readonly Link[]): Promise<Failures> {
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

async function healthOf({ connection }: Link): Promise<TransportHealth> {
  if (connection === undefined) return { status: 'unhealthy', problems: ['not connected'] }
  try {
    return await connection.health()
  } catch (error) {
    return { status: 'unhealthy', problems: [error instanceof Error ? error.message : String(error)] }
  }
}
