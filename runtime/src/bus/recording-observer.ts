import type { DeadLettered, Failed } from '../delivery/facts.js'
import { Observer } from '../delivery/observer.js'
import type { IdleReport } from './bus.js'

const most = 1_000

/** Remembers what failed, for a test to look at. */
export class RecordingObserver extends Observer {
  #failures: Failed[] = []
  #deadLetters: DeadLettered[] = []

  override failed(fact: Failed): void {
    remember(this.#failures, fact)
    super.failed(fact)
  }

  override deadLettered(fact: DeadLettered): void {
    remember(this.#deadLetters, fact)
    super.deadLettered(fact)
  }

  take(): IdleReport {
    const report = { failures: this.#failures, deadLetters: this.#deadLetters }
    this.#failures = []
    this.#deadLetters = []
    return report
  }
}

function remember<T>(facts: T[], fact: T): void {
  if (facts.push(fact) > most) facts.shift()
}
