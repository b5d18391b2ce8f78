import { type Clock, longestTimerMs } from '../transport/clock.js'

/** Until when somebody waits, alive until it is over or called off. */
export class Deadline {
  /** Resolves when the time is up; never, when it was called off before. */
  readonly over: Promise<void>
  /** Calls it off. */
  readonly callOff: () => void
  #isOver: boolean

  constructor(ms: number, clock: Clock) {
    this.#isOver = ms <= 0
    let end = () => {}
    this.over = new Promise((resolve) => {
      end = resolve
    })
    this.callOff = clock.after(Math.min(ms, longestTimerMs), () => {
      this.#isOver = true
      end()
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }
}
