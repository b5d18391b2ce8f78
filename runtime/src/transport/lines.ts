/** What is under way at once: a bounded number in all, and of one line one after the other. */
export class Lines {
  readonly #mostAtOnce: number
  /** The last of each line that is under way. */
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #waiting: (() => void)[] = []
  #underWay = 0

  constructor(mostAtOnce: number) {
    this.#mostAtOnce = mostAtOnce
  }

  /** Begins when what was given to the line before has ended, however it did. */
  async inLine<T>(line: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(line)
    const mine = before === undefined ? work() : before.then(work, work)
    this.#last.set(line, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(line) === mine) this.#last.delete(line)
    }
  }

  /** Begins when there is a place. */
  async slot<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= this.#mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#underWay++
    try {
      return await work()
    } finally {
      this.#underWay--
      this.#waiting.shift()?.()
    }
  }
}
