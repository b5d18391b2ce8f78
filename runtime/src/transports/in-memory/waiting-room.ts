import { NotAccepted } from '../../error/not-accepted.js'
import type { Distribution } from './distribution.js'
import type { InMemorySettings } from './options.js'
import type { Carried } from './queued.js'

interface Waiting {
  readonly takers: readonly Distribution[]
  readonly admit: () => void
}

const { setImmediate } = globalThis

/** Publishes that found a subscription full. They go in in the order they came, and others pass them by. */
export class WaitingRoom {
  readonly #settings: InMemorySettings
  readonly #waiting = new Set<Waiting>()
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
    if (this.#waiting.size === 0) return false
    return [...this.#waiting].some((waiting) => waiting.takers.some((taker) => takers.includes(taker)))
  }

  wait(takers: readonly Distribution[], carried: Carried, signal: AbortSignal | undefined): Promise<Error | undefined> {
    return new Promise((resolve) => {
      const leave = (outcome: Error | undefined) => {
        this.#waiting.delete(waiting)
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
        if (waiting.takers.every((taker) => !full.has(taker) && taker.hasRoom)) waiting.admit()
        else for (const taker of waiting.takers) full.add(taker)
      }
    })
  }
}

function tooLong(takers: readonly Distribution[], publishTimeoutMs: number): NotAccepted {
  const names = takers.filter((taker) => !taker.hasRoom).map(({ queue }) => queue.place.name)
  const who = names.length === 0 ? 'its subscriptions' : names.join(', ')
  return new NotAccepted(
    `no room in ${who} for ${publishTimeoutMs} ms; handle faster, or raise the transport's capacity`,
  )
}
