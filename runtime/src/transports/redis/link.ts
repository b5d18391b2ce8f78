import { type Limited, TimeLimits } from '../../delivery/time-limits.js'
import type { Clock } from '../../transport/clock.js'
import { sleep } from '../../transport/sleep.js'
import { type Bytes, codeOf, isErrorReply, openClient, type RedisClient, type Reply } from './client.js'
import { placeOf, type RedisSettings } from './options.js'

export interface LinkOptions {
  readonly settings: RedisSettings
  readonly clock: Clock
  /** Whether others may have to know it by its `id`. */
  readonly isIdentified?: boolean
  /** It was there, and is not: trying again. */
  readonly lost?: (cause: Error) => void
}

/** There is no connection, or it was lost before an answer came: whether the command had an effect is unknown. */
export class LinkLost extends Error {}

/**
 * A way to the server that is opened anew whenever it is lost. A command is sent once, and is answered, refused or lost
 * within its time: the client's own way of sending again may leave promises open for ever.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #end = new AbortController()
  readonly #waiting = new Set<() => void>()
  readonly #limits: TimeLimits
  #client: RedisClient | undefined
  /** How often in a row it could not be opened, or was lost as soon as it was open. */
  #failures = 0
  #openedAt = 0
  #cause = new Error('not yet connected')

  constructor(options: LinkOptions) {
    this.#options = options
    this.#limits = new TimeLimits(options.clock)
  }

  get isConnected(): boolean {
    return this.#client !== undefined
  }

  get isClosed(): boolean {
    return this.#end.signal.aborted
  }

  /** By which the server knows the connection that is open, where it says so. */
  get id(): number | undefined {
    return this.#client?.id
  }

  /** Why it is not connected. */
  get cause(): Error {
    return this.#cause
  }

  /** The first time; rejects where that fails. From then on it stays open by itself. */
  async open(): Promise<void> {
    try {
      await this.#connect()
    } catch (cause) {
      throw new Error(`cannot connect to Redis at ${placeOf(this.#options.settings)}: ${tell(cause)}`, { cause })
    }
  }

  /** As `open`, for a further way to the same server: what fails is tried again. */
  keepOpen(): void {
    void this.#reopen()
  }

  /** Rejects with the server's refusal, or with `LinkLost`. A server that is silent for longer is given up. */
  async call(command: readonly Bytes[], timeoutMs = this.#options.settings.requestTimeoutMs): Promise<Reply> {
    const client = this.#client
    if (client === undefined) throw new LinkLost(`Redis is away: ${this.#cause.message}`, { cause: this.#cause })
    return new Promise((resolve, reject) => {
      const silence: Limited = {
        at: 0,
        since: this.#options.clock.now(),
        timeIsUp: () => {
          const cause = new Error(`no answer within ${timeoutMs} ms`)
          this.#lose(client, cause)
          reject(new LinkLost(cause.message))
        },
      }
      const limit = this.#limits.begin(silence, timeoutMs)
      client.send(command).then(
        (reply) => {
          limit.leave(silence)
          resolve(reply)
        },
        (error) => {
          limit.leave(silence)
          reject(this.#lostOr(error, client))
        },
      )
    })
  }

  /**
   * Resolves when it is connected, or when `signal` is aborted, it is closed, or so many milliseconds have passed; answers
   * whether it is connected.
   */
  async untilConnected(signal: AbortSignal, mostMs?: number): Promise<boolean> {
    let isLate = false
    while (!this.isConnected && !this.isClosed && !signal.aborted && !isLate) {
      await new Promise<void>((resolve) => {
        const end = () => {
          callOff()
          this.#waiting.delete(end)
          signal.removeEventListener('abort', end)
          resolve()
        }
        const late = () => {
          isLate = true
          end()
        }
        const callOff = mostMs === undefined ? () => {} : this.#options.clock.after(mostMs, late)
        this.#waiting.add(end)
        signal.addEventListener('abort', end, { once: true })
      })
    }
    return this.isConnected
  }

  /** At once. */
  close(): void {
    this.#end.abort()
    this.#lose(this.#client, new Error('it is closed'))
    this.#tell()
  }

  async #connect(): Promise<void> {
    const { settings, isIdentified = false } = this.#options
    const { url, connect, requestTimeoutMs } = settings
    let isOver: Error | undefined
    const client: RedisClient = await openClient({
      url,
      connect,
      timeoutMs: requestTimeoutMs,
      isIdentified,
      lost: (cause) => {
        isOver = cause
        if (this.#client !== undefined && this.#client === client) this.#lose(client, cause)
      },
    })
    if (isOver !== undefined) throw isOver
    if (this.isClosed) {
      client.destroy()
      return
    }
    this.#client = client
    this.#openedAt = this.#options.clock.now()
    this.#tell()
  }

  async #reopen(): Promise<void> {
    const { clock } = this.#options
    if (clock.now() - this.#openedAt >= steadyMs) this.#failures = 0
    while (!this.isClosed) {
      // Who lets everybody in and soon shows them out again is not asked the more often for it.
      if (this.#failures > 0) {
        const most = Math.min(1_000, 10 * 2 ** this.#failures)
        await sleep(most * (0.5 + Math.random() / 2), clock, this.#end.signal)
      }
      this.#failures++
      try {
        return await this.#connect()
      } catch (cause) {
        this.#cause = new Error(tell(cause))
      }
    }
  }

  /** What is told of a command that failed. */
  #lostOr(error: unknown, client: RedisClient): unknown {
    // It is a replica now; the server of this name may be another.
    if (codeOf(error) === 'READONLY') this.#lose(client, error as Error)
    if (isErrorReply(error)) return error
    // Why it was given up says more than that it was.
    return new LinkLost(this.#client === client ? tell(error) : tell(this.#cause), { cause: error })
  }

  #lose(client: RedisClient | undefined, cause: Error): void {
    if (client === undefined || this.#client !== client) return
    this.#client = undefined
    this.#cause = cause
    client.destroy()
    if (this.isClosed) return
    this.#options.lost?.(cause)
    void this.#reopen()
  }

  #tell(): void {
    for (const end of [...this.#waiting]) end()
  }
}

/** A connection that lasts for so long is no failed try. */
const steadyMs = 1_000

/** Several tries of a client, at several addresses of a host, have no message of their own. */
export const tell = (cause: unknown): string => {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(tell))].join('; ')
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || cause.name
}
