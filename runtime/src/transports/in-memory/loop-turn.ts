/** How many messages are handed out in one turn without waiting for the next: input and output want theirs. */
const most = 5_000
// Taken before a test framework may fake it: handing out must not wait for somebody to advance a clock.
const { setImmediate } = globalThis
/** Its `then` is a microtask, and costs less than `queueMicrotask` where asynchronous work is tracked. */
const settled = Promise.resolve()

/** The turns of the event loop: what may still be done in this one, and what waits for the next. */
export class LoopTurn {
  #handedOut = 0
  #soon: (() => void)[] = []

  /** Whether as many more may be handed out in this turn. */
  mayHandOut(count: number): boolean {
    if (this.#handedOut >= most) return false
    if (this.#handedOut === 0) {
      setImmediate(() => {
        this.#handedOut = 0
      })
    }
    this.#handedOut += count
    return true
  }

  /** After what runs now. What several ask for takes one microtask. */
  soon(callback: () => void): void {
    if (this.#soon.push(callback) === 1) void settled.then(() => this.#callSoon())
  }

  #callSoon(): void {
    const callbacks = this.#soon
    this.#soon = []
    for (const callback of callbacks) callback()
  }

  next(callback: () => void): void {
    setImmediate(callback)
  }
}
