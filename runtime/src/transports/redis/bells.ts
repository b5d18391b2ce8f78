import type { Clock } from '../../transport/clock.js'
import type { Link } from './link.js'
import { look } from './look.js'

interface Bell {
  /** When it was last rung, as the server counts. */
  id: string
  readonly listeners: Set<() => void>
}

/** Tells subscriptions that something was given back to them: those of one bus on one connection. */
export class Bells {
  readonly #open: () => Link
  readonly #clock: Clock
  readonly #end = new AbortController()
  readonly #bells = new Map<string, Bell>()
  #link: Link | undefined
  #isRunning = false

  constructor(open: () => Link, clock: Clock) {
    this.#open = open
    this.#clock = clock
  }

  /** Calls back whenever it is rung, and perhaps once for an earlier time; answers with what ends that. */
  watch(key: string, rung: () => void): () => void {
    const bell = this.#bells.get(key) ?? { id: '0-0', listeners: new Set() }
    this.#bells.set(key, bell)
    bell.listeners.add(rung)
    if (!this.#isRunning) void this.#run()
    return () => {
      bell.listeners.delete(rung)
      if (bell.listeners.size === 0) this.#bells.delete(key)
    }
  }

  close(): void {
    this.#end.abort()
    this.#bells.clear()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    this.#link ??= this.#open()
    const options = { blockMs, clock: this.#clock, signal: this.#end.signal }
    while (this.#bells.size > 0) {
      const ends = [...this.#bells].map(([key, { id }]) => ({ key, id }))
      for (const { key, id } of await look(this.#link, ends, options)) {
        const bell = this.#bells.get(key)
        if (bell === undefined) continue
        bell.id = id
        for (const rung of bell.listeners) rung()
      }
    }
    this.#isRunning = false
  }
}

/** A bell that is watched from now on is not heard before this. */
const blockMs = 1_000
