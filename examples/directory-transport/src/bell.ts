import { type FSWatcher, watch } from 'node:fs'
import type { Clock } from '@tidings/runtime/transport'

/** Rings when something may have changed in a folder. */
export class Bell {
  readonly #clock: Clock
  readonly #watcher: FSWatcher | undefined
  #rang = false
  #end: (() => void) | undefined

  constructor(folder: string, clock: Clock) {
    this.#clock = clock
    this.#watcher = watched(folder, () => this.ring())
  }

  ring(): void {
    this.#rang = true
    this.#end?.()
  }

  /** From now on: whoever looks now sees what was before. */
  silence(): void {
    this.#rang = false
  }

  /** Until it rings, or rang before; no longer than `ms`, since nobody is sure to be told of every change. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#rang || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        this.#end = undefined
        resolve()
      }
      const cancel = this.#clock.after(ms, end)
      signal.addEventListener('abort', end, { once: true })
      this.#end = end
    })
  }

  close(): void {
    this.#watcher?.close()
    this.ring()
  }
}

/** Where a system gives no more watchers, looking now and then must do. */
function watched(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', () => {})
  } catch {
    return undefined
  }
}
