import { NotAccepted } from '../../error/not-accepted.js'
import type { DeadLetters } from '../../transport/dead-letter.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, Outgoing, TransportHealth } from '../../transport/transport.js'
import { within } from './background.js'
import { keepClean } from './clean-up.js'
import { countDeadLetters, deadLettersOf } from './dead-letters.js'
import { declare, find } from './declare.js'
import { isHoldingPglite } from './inbox/open-transaction.js'
import { PostgresIntake } from './intake.js'
import { Notifications } from './notifications.js'
import { Publisher } from './publisher.js'
import { reasonOf } from './reachability.js'
import type { Server } from './server.js'

const healthTimeoutMs = 2_000
const closeTimeoutMs = 2_000

const heldByInbox =
  "PGlite has one session, and the inbox's transaction around this handler holds it; publish with a unit of work on that transaction, whose outbox is transportOutbox(bus)"

/** One bus's end of PostgreSQL. */
export class PostgresConnection implements Connection {
  readonly deadLetters: DeadLetters
  readonly #server: Server
  readonly #publisher: Publisher
  readonly #stop: AbortController
  readonly #application: string | undefined
  readonly #cleaning: Promise<void>
  #notifications: Notifications | undefined
  #closed: Promise<void> | undefined

  /** `stop` ends whatever the server's parts still try. */
  constructor(server: Server, application: string | undefined, stop: AbortController) {
    this.#server = server
    this.#stop = stop
    this.#application = application
    this.#publisher = new Publisher(server)
    this.#cleaning = keepClean(server, { retentionMs: server.settings.retentionMs })
    this.deadLetters = deadLettersOf(server, application)
  }

  async declare(topology: Topology): Promise<void> {
    if (this.#closed !== undefined) throw closedError()
    await declare(this.#server, topology.subscriptions)
  }

  carry(
    messages: readonly Outgoing[],
    { signal, transaction }: CarryOptions = {},
  ): Promise<readonly (Error | undefined)[]> {
    if (this.#closed !== undefined) return Promise.reject(closedError())
    if (transaction !== undefined) return this.#publisher.carryIn(transaction, messages)
    if (this.#server.settings.pglite !== undefined && isHoldingPglite()) {
      return Promise.resolve(messages.map(() => new NotAccepted(heldByInbox)))
    }
    return this.#publisher.carry(messages, signal)
  }

  async open(subscription: SubscriptionPlace): Promise<Intake> {
    const { database, intakes } = this.#server
    const declared = this.#closed === undefined ? await find(database, this.#server, subscription) : undefined
    if (declared === undefined) throw new Error(`subscription ${subscription.name} was not declared`)
    const { name, order, prefetch } = subscription
    const intake = new PostgresIntake(this.#server, { id: declared.id, name, order, prefetch })
    intakes.add(intake)
    this.#notifications ??= new Notifications(this.#server)
    return intake
  }

  async health(): Promise<TransportHealth> {
    const { reachability } = this.#server
    if (this.#closed !== undefined) return { status: 'unhealthy', problems: ['the connection is closed'] }
    try {
      // A connection may have to be waited for, too.
      const deadLetters = await within(
        healthTimeoutMs,
        countDeadLetters(this.#server, this.#application, healthTimeoutMs),
      )
      if (deadLetters === undefined) throw new Error(`no answer within ${healthTimeoutMs} ms`)
      reachability.found()
      const problems = [this.#notifications?.problem].filter((each) => each !== undefined)
      const status = problems.length === 0 ? 'healthy' : 'unhealthy'
      return { status, problems, ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return { status: 'unhealthy', problems: [`postgres is away: ${reasonOf(error)}`] }
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const { database, intakes } = this.#server
    await Promise.allSettled([...intakes].map((intake) => intake.close()))
    this.#publisher.close()
    this.#stop.abort()
    // A server that is away must not keep a process from ending.
    await within(closeTimeoutMs, Promise.all([this.#notifications?.close(), this.#cleaning, database.close()]))
  }
}

const closedError = () => new NotAccepted('the connection to postgres is closed')
