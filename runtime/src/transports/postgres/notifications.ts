import { waitInBackground, within } from './background.js'
import type { Listening } from './database.js'
import { reasonOf } from './reachability.js'
import type { Server } from './server.js'

const checkEveryMs = 15_000
const checkTimeoutMs = 5_000

/**
 * Listens on a connection of its own, and listens again when that breaks. A notification only wakes who polls anyway:
 * what is missed while nobody listens is found by asking once after each beginning, and at every poll.
 */
export class Notifications {
  readonly #server: Pick<Server, 'database' | 'names' | 'intakes'>
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #problem: string | undefined

  constructor(server: Pick<Server, 'database' | 'names' | 'intakes'>) {
    this.#server = server
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
    const { database, names } = this.#server
    const { signal } = this.#stop
    let lose: (error: Error) => void = () => {}
    const lost = new Promise<never>((_resolve, reject) => {
      lose = reject
    })
    lost.catch(() => {})
    const listening = await database.listen(names.channel, {
      notified: (payload) => this.#tell(payload),
      lost: lose,
    })
    try {
      this.#problem = undefined
      begun()
      // What was said before anybody listened.
      this.#tell('')
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

  /** By the subscriptions' numbers; any of them may have got something where there is none. */
  #tell(payload: string): void {
    const ids = payload === '' ? [undefined] : payload.split(',').map(Number)
    for (const intake of this.#server.intakes) for (const id of ids) intake.notify(id)
  }
}
