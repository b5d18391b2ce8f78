import { run } from './script.js'
import { trim } from './scripts/topology.js'
import type { Session } from './session.js'

/** Removes from streams what is old and what nobody needs any more, every now and then. */
export class Trimmer {
  readonly #session: Session
  readonly #streams = new Set<string>()
  #callOff: (() => void) | undefined
  #isClosed = false

  constructor(session: Session) {
    this.#session = session
  }

  watch(stream: string): void {
    this.#streams.add(stream)
    this.#callOff ??= this.#later()
  }

  close(): void {
    this.#isClosed = true
    this.#callOff?.()
  }

  #later(): (() => void) | undefined {
    const { keepHandledMs, maxAgeMs } = this.#session.settings
    const shortest = Math.min(keepHandledMs, maxAgeMs)
    if (this.#isClosed || shortest === Number.POSITIVE_INFINITY) return undefined
    const everyMs = Math.max(leastMs, Math.min(mostMs, shortest / 10))
    // Instances that started together need not do it together.
    return this.#session.options.clock.after(everyMs * (0.5 + Math.random()), () => void this.#trim())
  }

  async #trim(): Promise<void> {
    const { link, settings } = this.#session
    const ages = [settings.keepHandledMs, settings.maxAgeMs].map((ms) => (Number.isFinite(ms) ? String(ms) : '-1'))
    // What cannot be done now is done the next time.
    for (const stream of this.#streams) await run(link, trim, [stream], ages).catch(() => {})
    this.#callOff = this.#later()
  }
}

const leastMs = 1_000
const mostMs = 15_000
