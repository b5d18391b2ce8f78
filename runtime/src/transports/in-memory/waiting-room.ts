import { NotAccepted } from '../../error/not-accepted.js'
import type { Carried } from '../../transport/carried.js'
import type { Distribution } from './distribution.js'
import type { InMemorySettings } from './options.js'

interface Waiting {
  readonly takers: readonly Distribution[]
  readonly admit: () => void
}

const { setImmediate } = globalThis

/** Publishes that found a subscription full. They go in in the order they came, and others pass them by. */
export class WaitingRoom {
  readonly #settings: InMemorySettings
  readonly #waiting = new Set<Waiting>()
  /** By how many each subscription is waited for. */
  readonly #wanted = new Map<Distribution, number>()
  #calling = false

  constructor(settings: InMemorySettings) {
    this.#settings = settings
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Also behind others who wait for the same subscription: order is kept. */
  mustWait(takers: readonly Distribution[]): boolean {
    for (const taker of takers) if (!taker.hasRoom) return true
    return this.#wanted.size > 0 && takers.some((taker) => this.#wanted.has(taker))
  }

  wait(takers: readonly Distribution[], carried: Carried, signal: AbortSignal | undefined): Promise<Error | undefined> {
    return new Promise((resolve) => {
      const leave = (outcome: Error | undefined) => {
        this.#waiting.delete(waiting)
        for (const taker of takers) this.#want(taker, -1)
        cancel()
        signal?.removeEventListener('abort', abort)
        resolve(outcome)
      }
      const abort = () => leave(new NotAccepted('publishing was aborted', { cause: signal?.reason }))
      const waiting: Waiting = {
        takers,
        admit: () => {
          for (const taker of takers) taker.add(carried)
          leave(undefined)
        },
      }
      const { clock, publishTimeoutMs } = this.#settings
      const cancel = clock.after(publishTimeoutMs, () => leave(tooLong(takers, publishTimeoutMs)))
      this.#waiting.add(waiting)
      for (const taker of takers) this.#want(taker, 1)
      signal?.addEventListener('abort', abort, { once: true })
      if (signal?.aborted) abort()
    })
  }

  roomWasMade(): void {
    if (this.#calling || this.#waiting.size === 0) return
    this.#calling = true
    setImmediate(() => {
      this.#calling = false
      const full = new Set<Distribution>()
      for (const waiting of this.#waiting) {
        // Behind the full ones there may be tens of thousands.
        if (full.size === this.#wanted.size) break
        if (waiting.takers.every((taker) => !full.has(taker) && taker.hasRoom)) waiting.admit()
        else for (const taker of waiting.takers) full.add(taker)
      }
    })
  }

  #want(taker: Distribution, by: 1 | -1): void {
    const count = (this.#wanted.get(taker) ?? 0) + by
    if (count === 0) this.#wanted.delete(taker)
    else this.#wanted.set(taker, count)
  }
}

function tooLong(takers: readonly Distribution[], publishTimeoutMs: number): NotAccepted {
  const names = takers.filter((taker) => !taker.hasRoom).map(({ queue }) => queue.place.name)
  const who = names.length === 0 ? 'its subscriptions' : names.join(', ')
  return new NotAccepted(
    `no room in ${who} for ${publishTimeoutMs} ms; handle faster, or raise the transport's capacity`,
  )
}
