import { waitInBackground, within } from './background.js'
import type { Database, Listening } from './database.js'
import { reasonOf } from './reachability.js'

export interface NotificationsOptions {
  readonly database: Database
  readonly channel: string
  /** A subscription's id, as in the payload; `undefined` where any subscription may have got something. */
  readonly notified: (subscription: number | undefined) => void
}

const checkEveryMs = 15_000
const checkTimeoutMs = 5_000

/**
 * Listens on a connection of its own, and listens again when that breaks. A notification only wakes who polls anyway:
 * what is missed while nobody listens is found by asking once after each beginning, and at every poll.
 */
export class Notifications {
  readonly #options: NotificationsOptions
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #problem: string | undefined

  constructor(options: NotificationsOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  get problem(): string | undefined {
    return this.#problem
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.#listen(() => {
          failures = 0
        })
      } catch (error) {
        this.#problem = `postgres gives no notifications, messages are found by polling: ${reasonOf(error)}`
        await waitInBackground(Math.min(5_000, 100 * 2 ** failures), signal)
      }
    }
  }

  /** Until it is lost, which it throws, or closed. */
  async #listen(begun: () => void): Promise<void> {
    const { database, channel, notified } = this.#options
    const { signal } = this.#stop
    let lose: (error: Error) => void = () => {}
    const lost = new Promise<never>((_resolve, reject) => {
      lose = reject
    })
    lost.catch(() => {})
    const listening = await database.listen(channel, { notified: (payload) => tell(payload, notified), lost: lose })
    try {
      this.#problem = undefined
      begun()
      // What was said before anybody listened.
      notified(undefined)
      while (!signal.aborted) await Promise.race([this.#check(listening), lost])
    } finally {
      await within(
        1_000,
        listening.close().catch(() => {}),
      )
    }
  }

  /** A dead connection may stay silent for hours; so ask. */
  async #check(listening: Listening): Promise<void> {
    await waitInBackground(checkEveryMs, this.#stop.signal)
    if (!this.#stop.signal.aborted) await listening.check(checkTimeoutMs)
  }
}

function tell(payload: string, notified: NotificationsOptions['notified']): void {
  if (payload === '') notified(undefined)
  else for (const id of payload.split(',')) notified(Number(id))
}
