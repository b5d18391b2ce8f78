import type { Clock } from '../../transport/clock.js'
import type { Link } from './link.js'
import { Refused, takenOver } from './reasons.js'

export interface LineOptions {
  /** Opens a connection; tells `closed` of this line when it ends. */
  readonly open: (closed: (error: Error, link: Link) => void) => Promise<Link>
  readonly clock: Clock
  /** It is lost; it is being tried again, unless the line is closed. */
  readonly lost?: (error: Error) => void
}

interface Waiting {
  resolve(link: Link): void
  reject(error: Error): void
}

/** A connection that is made again whenever it is lost, until it is closed. */
export class Line {
  /** What went wrong last, while it is lost. */
  trouble: Error | undefined
  readonly #options: LineOptions
  #link: Link | undefined
  #opening: Promise<void> | undefined
  #waiting: Waiting[] = []
  #failures = 0
  #callOff = () => {}
  #isClosed = false

  constructor(options: LineOptions) {
    this.#options = options
  }

  get link(): Link | undefined {
    return this.#link?.isOpen ? this.#link : undefined
  }

  /** The first time; rejects when it fails, and then tries no more. */
  async start(): Promise<void> {
    await this.#take()
    if (this.#isClosed) await this.#link?.close()
  }

  /** Begins, and goes on however the first time ends. */
  begin(): void {
    this.#tryAgain(0)
  }

  /** The connection, once there is one; rejects when `ms` are over, or the line is closed. */
  whenUp(ms: number): Promise<Link> {
    const { link } = this
    if (link !== undefined) return Promise.resolve(link)
    if (this.#isClosed) return Promise.reject(new Error('the connection is closed'))
    return new Promise((resolve, reject) => {
      const late = this.#options.clock.after(ms, () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting)
        reject(this.trouble ?? new Error(`there is no connection after ${ms} ms`))
      })
      const waiting: Waiting = {
        resolve: (up) => {
          late()
          resolve(up)
        },
        reject: (error) => {
          late()
          reject(error)
        },
      }
      this.#waiting.push(waiting)
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#callOff()
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the connection is closed'))
    await this.#opening
    await this.#link?.close()
  }

  #lost(error: Error): void {
    this.trouble = error
    if (this.#isClosed) return
    this.#options.lost?.(error)
    this.#tryAgain(this.#delayMs(error))
  }

  #tryAgain(ms: number): void {
    if (this.#isClosed) return
    this.#callOff = this.#options.clock.after(ms, () => {
      this.#opening = this.#open().finally(() => {
        this.#opening = undefined
      })
    })
  }

  async #open(): Promise<void> {
    try {
      await this.#take()
    } catch (cause) {
      this.trouble = cause instanceof Error ? cause : new Error(String(cause))
      this.#tryAgain(this.#delayMs(this.trouble))
    }
  }

  async #take(): Promise<void> {
    let early: Error | undefined
    const link = await this.#options.open((error, each) => {
      if (each === this.#link) this.#lost(error)
      else early = error
    })
    this.#link = link
    if (early !== undefined) return this.#lost(early)
    this.#failures = 0
    this.trouble = undefined
    for (const { resolve } of this.#waiting.splice(0)) resolve(link)
  }

  /** Full jitter; whoever took the session over has it for a while. */
  #delayMs(error: Error): number {
    const least = error instanceof Refused && error.code === takenOver ? 500 : 0
    return least + Math.random() * Math.min(longestMs, 100 * 2 ** this.#failures++)
  }
}

const longestMs = 3_000
