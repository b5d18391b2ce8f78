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
  /** What no transport takes, such as data above its limit. Present once started. */
  readonly deadLetters: DeadLetters | undefined
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
  readonly #options: RelayOptions
  #running: Running | undefined
  #started: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: RelayOptions) {
    this.#options = options
  }

  get deadLetters() {
    return this.#running?.deadLetters
  }

  start(): Promise<void> {
    if (this.#closed !== undefined) return Promise.reject(new Error('the relay is closed; make a new one'))
    this.#started ??= run(this.#options).then(
      (running) => {
        this.#running = running
      },
      (error) => {
        this.#started = undefined
        throw error
      },
    )
    return this.#started
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      await this.#started?.catch(() => {})
      await this.#running?.close()
    })()
    return this.#closed
  }

  async health(): Promise<TransportHealth> {
    const problems = this.#running?.problems() ?? ['the relay is not started']
    return { status: problems.length === 0 ? 'healthy' : 'unhealthy', problems }
  }
}

interface Running {
  readonly deadLetters: DeadLetters
  problems(): readonly string[]
  close(): Promise<void>
}

async function run(options: RelayOptions): Promise<Running> {
  const { bus, batchSize = 100, clock = systemClock, warn = toStandardError, ...postgresOptions } = options
  const { application } = bus.outlet
  const settings = settingsOf(postgresOptions)
  const stop = new AbortController()
  const server = await openServer(settings, { clock, warn }, stop)
  try {
    await bus.outlet.open()
    const id = await declareRelay(server, application)
    const intake = new PostgresIntake(server, { id, name: relayName, order: 'per-key', prefetch: batchSize })
    server.intakes.add(intake)
    const notifications = new Notifications(server)
    const cleaning = keepClean(server, { retentionMs: 0, outboxes: true })
    const letters = deadLettersOf(server, application)
    const forwarding = new Forwarding({ intake, outlet: bus.outlet, batchSize, clock, warn })
    return {
      deadLetters: {
        ...letters,
        list: (filter, signal) => letters.list({ ...filter, subscription: relayName }, signal),
      },
      problems: () =>
        [server.reachability.problem, notifications.problem, forwarding.problem].filter((each) => each !== undefined),
      async close() {
        await forwarding.close()
        await intake.close()
        stop.abort()
        await notifications.close()
        await within(5_000, Promise.all([cleaning, server.database.close()]))
      },
    }
  } catch (error) {
    stop.abort()
    await server.database.close()
    throw error
  }
}

const toStandardError = (warning: Error) => process.stderr.write(`tidings: ${reasonOf(warning)}\n`)
