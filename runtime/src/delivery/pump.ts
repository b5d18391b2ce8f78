import type { Clock } from '../transport/clock.js'
import type { Holding } from '../transport/holding.js'
import type { Inlet } from './inlet.js'
import type { Observer } from './observer.js'
import { pause } from './pause.js'
import type { Troubles } from './troubles.js'

export interface PumpOptions {
  readonly inlet: Inlet
  /** How many messages are welcome now. */
  readonly room: () => number
  /** Told how long was waited for them, where somebody wants to know. */
  readonly accept: (holdings: readonly Holding[], inlet: Inlet, waitedMs: number | undefined) => void
  readonly troubles: Troubles
  readonly observer: Observer
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Receives whenever there is room, until it is told to stop. What goes wrong is told, and tried again. */
export class Pump {
  readonly done: Promise<void>
  readonly #options: PumpOptions
  #wake: (() => void) | undefined

  constructor(options: PumpOptions) {
    this.#options = options
    this.done = this.#run()
  }

  /** There is room again, or nothing more to do. */
  wake(): void {
    this.#wake?.()
    this.#wake = undefined
  }

  async #run(): Promise<void> {
    const { inlet, room, accept, troubles, observer, clock, signal } = this.#options
    for (let failures = 0; !signal.aborted; ) {
      const wanted = room()
      if (wanted < 1) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        continue
      }
      try {
        const askedAt = observer.hears('received') ? clock.now() : undefined
        const holdings = await inlet.receive(wanted, signal)
        // Clocks may be set back.
        accept(holdings, inlet, askedAt === undefined ? undefined : Math.max(0, clock.now() - askedAt))
        failures = 0
        troubles.end(inlet)
      } catch (error) {
        if (signal.aborted) return
        troubles.begin(inlet, 'cannot receive', error)
        await pause(clock, failures++, signal)
      }
    }
  }
}
