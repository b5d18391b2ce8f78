import type { Outlet } from '../../../bus/outlet.js'
import { type Clock, systemClock } from '../../../transport/clock.js'
import type { DeadLetters } from '../../../transport/dead-letter.js'
import type { TransportHealth } from '../../../transport/transport.js'
import { within } from '../background.js'
import { keepClean } from '../clean-up.js'
import { deadLettersOf } from '../dead-letters.js'
import { PostgresIntake } from '../intake.js'
import { Notifications } from '../notifications.js'
import { openServer } from '../open-server.js'
import { type PostgresOptions, settingsOf } from '../options.js'
import { reasonOf } from '../reachability.js'
import type { Server } from '../server.js'
import { declareRelay, relayName } from './declare-relay.js'
import { Forwarding } from './forwarding.js'
import { requireDurable } from './require-durable.js'

export interface RelayOptions
  extends Pick<
    PostgresOptions,
    'connectionString' | 'pool' | 'pglite' | 'schema' | 'topology' | 'leaseMs' | 'pollIntervalMs' | 'maxConnections'
  > {
  /** Whose transports carry the events. Started or not: its subscriptions are left alone. */
  readonly bus: { readonly outlet: Outlet }
  /** How many events are carried together. Of one aggregate there is one among them. Default 100. */
  readonly batchSize?: number
  /** Something is wrong that no caller waits for. Default: standard error. */
  readonly warn?: (warning: Error) => void
  /** For tests. Default: the system's. */
  readonly clock?: Clock
}

/** Carries what an outbox recorded. Any number may run, for availability; each event is carried by one at a time. */
export interface Relay {
  /** Rejects where the database or a transport cannot be reached; it may then be tried again. */
  start(): Promise<void>
  /** Ends what is under way, gives the rest back. Before the bus is closed. Again: the same promise. */
  close(): Promise<void>
  health(): Promise<TransportHealth>
  /** What no transport takes, such as data above its limit. Works before `start()` too. */
  readonly deadLetters: DeadLetters
}

/**
 * ```ts
 * const relay = createRelay({ bus, connectionString })
 * await relay.start()
 * ```
 */
export function createRelay(options: RelayOptions): Relay {
  requireDurable(options.bus.outlet)
  return new PostgresRelay(options)
}

class PostgresRelay implements Relay {
  readonly deadLetters: DeadLetters
  readonly #options: RelayOptions
  readonly #stop = new AbortController()
  #server: Promise<Server> | undefined
  #running: Running | undefined
  #started: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: RelayOptions) {
    this.#options = options
    const { application } = options.bus.outlet
    const letters = async () => deadLettersOf(await this.#open(), application, 'relay')
    this.deadLetters = {
      async *list(...filter) {
        yield* (await letters()).list(...filter)
      },
      redrive: async (...letter) => (await letters()).redrive(...letter),
      discard: async (...letter) => (await letters()).discard(...letter),
    }
  }

  async start(): Promise<void> {
    if (this.#closed !== undefined) throw closedError()
    this.#started ??= this.#start()
    return this.#started
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async health(): Promise<TransportHealth> {
    const problems = this.#running?.problems() ?? ['the relay is not started']
    return { status: problems.length === 0 ? 'healthy' : 'unhealthy', problems }
  }

  async #start(): Promise<void> {
    try {
      this.#running = await run(await this.#open(), this.#options)
    } catch (error) {
      this.#started = undefined
      throw error
    }
  }

  /** Also for the dead letters of one that is not started. After a failure it may be tried again. */
  #open(): Promise<Server> {
    if (this.#closed !== undefined) return Promise.reject(closedError())
    const { bus: _, batchSize, clock = systemClock, warn = toStandardError, ...options } = this.#options
    this.#server ??= openServer(settingsOf(options), { clock, warn }, this.#stop).catch((error) => {
      this.#server = undefined
      throw error
    })
    return this.#server
  }

  async #close(): Promise<void> {
    await this.#started?.catch(() => {})
    await this.#running?.close()
    this.#stop.abort()
    const server = await this.#server?.catch(() => undefined)
    if (server !== undefined) await within(5_000, server.database.close())
  }
}

interface Running {
  problems(): readonly string[]
  close(): Promise<void>
}

async function run(server: Server, { bus, batchSize = 100, warn = toStandardError }: RelayOptions): Promise<Running> {
  const { clock, reachability, intakes } = server
  // First, so that what is recorded has its relay in the tables also while the broker is away.
  const id = await declareRelay(server, bus.outlet.application)
  await bus.outlet.open()
  const intake = new PostgresIntake(server, { id, name: relayName, order: 'per-key', prefetch: batchSize })
  intakes.add(intake)
  const notifications = new Notifications(server)
  const forwarding = new Forwarding({ intake, outlet: bus.outlet, batchSize, clock, warn })
  void keepClean(server, { retentionMs: 0, outbox: bus.outlet.application ?? '' })
  return {
    problems: () =>
      [reachability.problem, notifications.problem, forwarding.problem].filter((each) => each !== undefined),
    async close() {
      await forwarding.close()
      await intake.close()
      await notifications.close()
    },
  }
}

const closedError = () => new Error('the relay is closed; make a new one')

const toStandardError = (warning: Error) => process.stderr.write(`tidings: ${reasonOf(warning)}\n`)
