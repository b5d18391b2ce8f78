import { Deadline } from '../delivery/deadline.js'
import { Observer } from '../delivery/observer.js'
import { SubscriptionWorker } from '../delivery/subscription-worker.js'
import { TimeLimits } from '../delivery/time-limits.js'
import { BusNotOpen } from '../error/bus-not-open.js'
import { InvalidSubscription } from '../error/invalid-subscription.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import type { Handler } from '../event/event-handler.js'
import type { Inbox } from '../inbox/inbox.js'
import { systemClock } from '../transport/clock.js'
import type { DeadLetter } from '../transport/dead-letter.js'
import type { Bus, BusHealth, BusState, CloseOptions } from './bus.js'
import type { BusOptions } from './bus-options.js'
import { handlerCall } from './call-handler.js'
import { Carrier } from './carrier.js'
import { Connections } from './connections.js'
import { type BusDeadLetters, busDeadLetters } from './dead-letters.js'
import type { HandlerToken } from './handler-token.js'
import { connectionOf, createLinks } from './link.js'
import { createOutlet, type Outlet } from './outlet.js'
import { type Plan, planSubscription } from './plan.js'
import type { SubscribeOptions } from './subscribe-options.js'
import { createSubscription, type Subscription } from './subscription.js'

export class EventBus implements Bus {
  readonly deadLetters: BusDeadLetters
  readonly outlet: Outlet
  protected readonly carrier: Carrier
  readonly #options: BusOptions
  readonly #observer: Observer
  readonly #limits: TimeLimits
  readonly #connections: Connections
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #workers = new Map<string, SubscriptionWorker>()
  #state: BusState = 'new'
  #started: Promise<void> | undefined
  #closed: Promise<void> | undefined
  #isHurried = false
  #isAbandoned = false

  constructor(options: BusOptions, observer = new Observer(options.hooks)) {
    const { application, clock = systemClock } = options
    this.#options = options
    this.#observer = observer
    this.#limits = new TimeLimits(clock)
    this.#connections = new Connections(createLinks(options.transport), {
      ...(application !== undefined && { application }),
      clock,
      warn: (warning) => observer.warned(warning),
      hurry: (on) => this.#hurry(on),
    })
    this.carrier = new Carrier({ links: this.#connections.links, application, observer })
    const connections = () => {
      if (this.#closed !== undefined) throw notOpen(this.#state)
      return this.#connections
    }
    this.deadLetters = busDeadLetters(async () => connections().shelves(), {
      mayRedrive: (letter) => this.#mayRedrive(letter),
      clock,
      observer,
    })
    this.outlet = createOutlet({ links: this.#connections.links, application, observer, connections })
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
    return this.carrier.publish(isList(given) ? given : [given], destination as Destination | undefined)
  }

  close({ deadlineMs = 10_000 }: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(deadlineMs)
    return this.#closed
  }

  async health(): Promise<BusHealth> {
    const transports = await this.#connections.health()
    const subscriptions = [...this.#workers.values()].map((worker) => worker.health())
    const isWell =
      this.#state === 'started' &&
      Object.values(transports).every(({ status }) => status === 'healthy') &&
      subscriptions.every(({ problems }) => problems.length === 0)
    return { status: isWell ? 'healthy' : 'unhealthy', state: this.#state, transports, subscriptions }
  }

  async #start(): Promise<void> {
    this.#state = 'starting'
    try {
      const { application, upcasters = [] } = this.#options
      const plans = [...this.#subscriptions.values()].map((subscription) =>
        planSubscription(subscription, this.#connections.links, application, upcasters, this.#inboxOf(subscription)),
      )
      await this.#connections.open()
      await this.#declare(plans)
      const opened = await Promise.all(plans.map(async (plan) => ({ plan, intakes: await openIntakes(plan) })))
      if (this.#isAbandoned) throw notOpen('closed')
      for (const { plan, intakes } of opened) this.#work(plan).start(intakes)
      this.#state = 'started'
    } catch (error) {
      this.#state = this.#isAbandoned ? 'closed' : 'new'
      this.#started = undefined
      await this.#connections.close()
      throw this.#isAbandoned ? notOpen('closed') : error
    }
  }

  #inboxOf(subscription: Subscription | undefined): Inbox | undefined {
    return subscription?.options.inbox ?? this.#options.inbox
  }

  /** An inbox forgets: what it may have forgotten might be handled a second time. */
  #mayRedrive({ subscription, parkedAt, id }: Pick<DeadLetter, 'subscription' | 'parkedAt' | 'id'>): boolean {
    const { clock = systemClock } = this.#options
    const inbox = this.#inboxOf(this.#subscriptions.get(subscription))
    if (inbox === undefined || clock.now() - Date.parse(parkedAt) <= inbox.redriveWithinMs) return true
    const limit = `its inbox allows that for ${inbox.redriveWithinMs} ms`
    this.#observer.warned(
      new Error(`dead letter ${id} of ${subscription} was parked at ${parkedAt} and is not redriven: ${limit}`),
    )
    return false
  }

  /** All of them before anything is published or received: whoever is subscribed gets whatever is published. */
  async #declare(plans: readonly Plan[]): Promise<void> {
    for (const link of this.#connections.links) {
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
      observer: this.#observer,
      clock,
      limits: this.#limits,
      random,
    })
    if (this.#isHurried) worker.hurry(true)
    this.#workers.set(name, worker)
    return worker
  }

  #hurry(on: boolean): void {
    this.#isHurried = on
    for (const worker of this.#workers.values()) worker.hurry(on)
  }

  async #close(deadlineMs: number): Promise<void> {
    const { clock = systemClock } = this.#options
    const deadline = new Deadline(deadlineMs, clock)
    await Promise.race([this.#started?.catch(() => {}), deadline.over])
    this.#isAbandoned = this.#state === 'starting'
    this.#state = 'closing'
    await this.#closeWorkers(deadlineMs, deadline)
    this.#state = 'closed'
    await Promise.race([this.carrier.untilDone(), deadline.over])
    await this.#connections.close(deadline.over)
    deadline.callOff()
  }

  /** What nobody else could handle is handled first, and what that sets off. */
  async #closeWorkers(deadlineMs: number, deadline: Deadline): Promise<void> {
    const workers = [...this.#workers.values()]
    const stranding = workers.filter(({ mayStrand }) => mayStrand)
    for (const worker of workers) if (!worker.mayStrand) void worker.close(deadlineMs, deadline)
    const isNeeded = () => this.carrier.isUnderWay || stranding.some((worker) => worker.isNeeded)
    while (!deadline.isOver && stranding.length > 0 && isNeeded()) {
      const unneeded = stranding.map((worker) => worker.untilUnneeded())
      await Promise.race([Promise.all([...unneeded, this.carrier.untilDone()]), deadline.over])
    }
    await Promise.all(workers.map((worker) => worker.close(deadlineMs, deadline)))
  }
}

const notOpen = (state: BusState) =>
  new BusNotOpen(
    state === 'closed' ? 'the bus is closed' : 'the bus is not started yet; await bus.start() before publishing',
  )

const isList = (given: AnyEvent | readonly AnyEvent[]): given is readonly AnyEvent[] => Array.isArray(given)

const openIntakes = ({ places }: Plan) =>
  Promise.all(
    places.map(async ({ link, place }) => ({
      intake: await connectionOf(link).open(place),
      transport: link.transport.name,
    })),
  )
