import { Deadline } from '../../delivery/deadline.js'
import type { Clock } from '../../transport/clock.js'
import { type Api, ask, Connection } from './client.js'
import type { BrokerAddress, KafkaSettings } from './options.js'

/** A broker said nothing for too long, or could not be reached. Asking again may help. */
export class Unreachable extends Error {}

/**
 * Connections to brokers, one to each. A broker answers what comes over one connection in turn, so whoever makes it wait
 * has links of its own.
 */
export class Links {
  readonly #settings: KafkaSettings
  readonly #clock: Clock
  readonly #clientId: string
  readonly #connections = new Map<string, Promise<Connection>>()
  #isClosed = false

  constructor(settings: KafkaSettings, clock: Clock, clientId: string) {
    this.#settings = settings
    this.#clock = clock
    this.#clientId = clientId
  }

  /** Rejects with `Unreachable`, or with what the broker says. `waitMs` is how long it may take over the usual. */
  async ask<Question extends unknown[], Answer>(
    broker: BrokerAddress,
    api: Api<Question, Answer>,
    question: Question,
    waitMs = 0,
  ): Promise<Answer> {
    const where = `${broker.host}:${broker.port}`
    const connection = await this.#connectionTo(broker, where)
    const timeoutMs = this.#settings.requestTimeoutMs + waitMs
    const late = new Deadline(timeoutMs, this.#clock)
    try {
      return await Promise.race([
        ask(connection, api, question).catch((error) => {
          throw isLost(error) ? new Unreachable(`the connection to ${where} was lost`, { cause: error }) : error
        }),
        late.over.then(() => {
          // Whatever it says later must not be taken for the answer to something else.
          connection.socket.destroy()
          throw new Unreachable(`${where} does not answer within ${timeoutMs} ms`)
        }),
      ])
    } finally {
      late.callOff()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const connections = [...this.#connections.values()]
    this.#connections.clear()
    for (const opening of connections) {
      // A peer that is silent is not waited for: what matters was confirmed before.
      opening.then(
        (connection) => connection.socket.destroy(),
        () => {},
      )
    }
    await Promise.allSettled(connections)
  }

  #connectionTo(broker: BrokerAddress, where: string): Promise<Connection> {
    if (this.#isClosed) return Promise.reject(new Unreachable('the connection to Kafka is closed'))
    const existing = this.#connections.get(where)
    if (existing !== undefined) return existing
    const opening = this.#open(broker, where, () => {
      if (this.#connections.get(where) === opening) this.#connections.delete(where)
    })
    this.#connections.set(where, opening)
    return opening
  }

  async #open({ host, port }: BrokerAddress, where: string, forget: () => void): Promise<Connection> {
    const { sasl, tls, requestTimeoutMs } = this.#settings
    const connection = new Connection(this.#clientId, {
      connectTimeout: requestTimeoutMs,
      // We watch ourselves: what comes too late would confuse the client.
      requestTimeout: 2 ** 31 - 1,
      // Nor is anything to wait for what has nothing to do with it.
      maxInflights: 1_000,
      ...(sasl !== undefined && { sasl }),
      ...(tls !== undefined && { tls, tlsServerName: tls.servername ?? !isAddress(host) }),
    })
    connection.on('error', forget)
    connection.on('close', forget)
    try {
      await connection.connect(host, port)
      return connection
    } catch (cause) {
      forget()
      connection.socket?.destroy()
      const what = `cannot connect to ${where}: ${reasonIn(cause)}`
      throw isRefusal(cause) ? new Error(what, { cause }) : new Unreachable(what, { cause })
    }
  }
}

/** The innermost says most, and none of them holds a secret. */
function reasonIn(error: unknown): string {
  let innermost = error
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause
  if (innermost instanceof AggregateError) return innermost.errors.map(reasonIn).join(', ')
  return innermost instanceof Error ? innermost.message || String((innermost as { code?: string }).code) : String(error)
}

/** The broker lets us not in, or we do not trust it: going on trying is of no use. */
function isRefusal(error: unknown): boolean {
  const { code = '', cause } = Object(error) as { readonly code?: string; readonly cause?: unknown }
  if (code === 'PLT_KFK_AUTHENTICATION' || code === 'PLT_KFK_USER') return true
  return /CERT|SELF_SIGNED|^ERR_(?:SSL|TLS)|^EPROTO/.test(code) || (cause !== undefined && isRefusal(cause))
}

const isLost = (error: unknown): boolean =>
  error instanceof Error && (error as { readonly code?: unknown }).code === 'PLT_KFK_NETWORK'

/** A name for TLS is one that stands in a certificate as such. */
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)
