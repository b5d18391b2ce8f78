interface Waiting {
  resolve(): void
  reject(error: Error): void
}

/** Asks whether the broker has read what was written before: one ping under way, one more for all who come meanwhile. */
export class Pings {
  readonly #send: () => void
  #next: Waiting[] = []
  #underWay: Waiting[] | undefined
  #isSoon = false

  constructor(send: () => void) {
    this.#send = send
  }

  ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#next.push({ resolve, reject })
      if (this.#isSoon || this.#underWay !== undefined) return
      this.#isSoon = true
      queueMicrotask(() => {
        this.#isSoon = false
        this.#begin()
      })
    })
  }

  answered(): void {
    const answered = this.#underWay ?? []
    this.#underWay = undefined
    for (const { resolve } of answered) resolve()
    if (this.#next.length > 0) this.#begin()
  }

  end(error: Error): void {
    const all = [...(this.#underWay ?? []), ...this.#next]
    this.#underWay = undefined
    this.#next = []
    for (const { reject } of all) reject(error)
  }

  #begin(): void {
    if (this.#underWay !== undefined || this.#next.length === 0) return
    this.#underWay = this.#next
    this.#next = []
    this.#send()
  }
}
