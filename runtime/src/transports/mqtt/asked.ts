interface Question {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** What was asked of the broker and has no answer yet, by packet identifier; and how much may be published at once. */
export class Asked {
  /** The broker's Receive Maximum. */
  limit = 65_535
  readonly #questions = new Map<number, Question>()
  #waiting: Question[] = []
  #underWay = 0
  #last = 0

  ask<Answer>(send: (messageId: number) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const messageId = this.#next()
      this.#questions.set(messageId, { resolve: (answer) => resolve(answer as Answer), reject })
      send(messageId)
    })
  }

  answer(messageId: number, answer: unknown): void {
    const question = this.#questions.get(messageId)
    this.#questions.delete(messageId)
    question?.resolve(answer)
  }

  /** Whether one more message may be on its way to the broker, or when: nothing is waited for where it may. `leave` follows. */
  room(): Promise<void> | undefined {
    if (this.#underWay >= this.limit) {
      return new Promise<void>((resolve, reject) => this.#waiting.push({ resolve: () => resolve(), reject }))
    }
    this.#underWay++
    return undefined
  }

  leave(): void {
    // Whoever waited takes the place over.
    const next = this.#waiting.shift()
    if (next === undefined) this.#underWay--
    else next.resolve(undefined)
  }

  end(error: Error): void {
    const all = [...this.#questions.values(), ...this.#waiting]
    this.#questions.clear()
    this.#waiting = []
    for (const { reject } of all) reject(error)
  }

  #next(): number {
    do this.#last = (this.#last % 65_535) + 1
    while (this.#questions.has(this.#last))
    return this.#last
  }
}
