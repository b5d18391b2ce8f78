/** What is promised, in small: which messages there are, who may hold them, and what is over. */
export class Model {
  readonly ordered: boolean
  readonly leaseMs: number
  /** Accepted for certain; by key, in the order accepted. */
  readonly #accepted = new Map<string, string[]>()
  /** Whether they were accepted is not known. */
  readonly #uncertain = new Set<string>()
  readonly #keys = new Map<string, string>()
  readonly #twice = new Set<string>()
  /** Acknowledged for certain, and when. */
  readonly #over = new Map<string, number>()
  /** Acknowledged, and perhaps never heard of by the broker, or forgotten when it was killed. */
  readonly #perhapsOver = new Set<string>()
  /** Who has what, and until when for certain. */
  readonly #held = new Map<string, { readonly by: number; until: number }>()

  constructor(ordered: boolean, leaseMs: number) {
    this.ordered = ordered
    this.leaseMs = leaseMs
  }

  accepted(id: string, key: string): void {
    this.#keys.set(id, key)
    this.#accepted.set(key, [...(this.#accepted.get(key) ?? []), id])
  }

  maybeAccepted(id: string, key: string): void {
    this.#keys.set(id, key)
    this.#uncertain.add(id)
  }

  /** Sent again while the broker was away, by a transport that recognises no repetition. */
  perhapsTwice(id: string): void {
    this.#twice.add(id)
  }

  /** Whatever is under way may just have been sent on, and stand in two places. */
  moved(): void {
    for (const id of this.open) this.#twice.add(id)
  }

  /** Says what is wrong with handing this out, if anything is. */
  handedOut(id: string, by: number, now: number): string | undefined {
    const key = this.#keys.get(id)
    if (key === undefined) return `${id} was handed out, and nobody published it`
    if (this.#over.has(id) && !this.#twice.has(id)) return `${id} was handed out after it was acknowledged`
    const holder = this.#held.get(id)
    if (holder !== undefined && holder.by !== by && holder.until > now) {
      return `${id} was handed out to ${by} while ${holder.by} held it`
    }
    if (this.ordered && !this.#uncertain.has(id)) {
      const inKey = this.#accepted.get(key) ?? []
      const before = inKey.slice(0, inKey.indexOf(id))
      const overtaken = before.find((each) => !this.isOver(each) && this.#held.get(each)?.by !== by)
      if (overtaken !== undefined) return `${id} was handed out to ${by} before ${overtaken} of the same key was over`
    }
    this.#held.set(id, { by, until: now + this.leaseMs })
    return undefined
  }

  acknowledged(id: string): void {
    this.#over.set(id, Date.now())
    this.#perhapsOver.delete(id)
    this.#held.delete(id)
  }

  /** Whether the broker heard of it is not known: it may come again, and need not. */
  perhapsAcknowledged(id: string): void {
    this.#perhapsOver.add(id)
    this.#held.delete(id)
  }

  /** Free again, or perhaps not: from now on anybody may get it. */
  released(id: string): void {
    this.#held.delete(id)
  }

  /** Whatever somebody held may be free again. */
  severed(by?: number): void {
    for (const [id, holder] of this.#held) if (by === undefined || holder.by === by) this.#held.delete(id)
  }

  /** The broker was killed: what was acknowledged since then may come again, and need not. */
  forgotten(since: number): void {
    for (const [id, at] of this.#over) {
      if (at < since) continue
      this.#over.delete(id)
      this.#perhapsOver.add(id)
    }
  }

  isOver(id: string): boolean {
    return this.#over.has(id) || this.#perhapsOver.has(id)
  }

  /** What must come to somebody, sooner or later. */
  get open(): readonly string[] {
    return [...this.#accepted.values()].flat().filter((id) => !this.isOver(id))
  }
}
