import type { Holding } from '../../transport/holding.js'
import type { KafkaHolding } from './holding.js'
import type { Entry, Partition } from './partition.js'

/** What one instance holds of a subscription: partitions, and of them the messages that were handed out. */
export class Custody {
  readonly #prefetch: number
  #partitions: readonly Partition[] = []
  readonly #held = new Map<KafkaHolding, Entry>()
  readonly #settling = new Set<KafkaHolding>()
  #turn = 0

  constructor(prefetch: number) {
    this.#prefetch = prefetch
  }

  get partitions(): readonly Partition[] {
    return this.#partitions
  }

  take(partition: Partition): void {
    this.#partitions = [...this.#partitions, partition]
  }

  drop(partition: Partition): void {
    this.forgetHeld(partition)
    partition.lose()
    this.#partitions = this.#partitions.filter((other) => other !== partition)
  }

  /**
   * Counts those that are next to be handed out, so many that all may be held at once; answers with their partitions, of
   * which the broker is to be told.
   */
  count(max: number): readonly Partition[] {
    let room = Math.min(max, this.#prefetch - this.#held.size)
    return this.#inTurn().filter((partition) => {
      const counted = room > 0 ? partition.count(room) : 0
      room -= counted
      return counted > 0
    })
  }

  /** Hands out what is counted, from one partition after the other, so that each has its turn. */
  hand(max: number): readonly KafkaHolding[] {
    const room = Math.min(max, this.#prefetch - this.#held.size)
    const handed: KafkaHolding[] = []
    for (const partition of this.#inTurn()) {
      if (handed.length >= room) break
      for (const [holding, entry] of partition.hand(room - handed.length)) {
        this.#held.set(holding, entry)
        handed.push(holding)
      }
    }
    if (handed.length > 0) this.#turn++
    return handed
  }

  #inTurn(): readonly Partition[] {
    const at = this.#turn % Math.max(1, this.#partitions.length)
    return [...this.#partitions.slice(at), ...this.#partitions.slice(0, at)]
  }

  /** What is still ours, and what is not. */
  sort(holdings: readonly Holding[]): { readonly held: readonly Entry[]; readonly lost: readonly Holding[] } {
    const held: Entry[] = []
    const lost: Holding[] = []
    for (const holding of new Set(holdings as readonly KafkaHolding[])) {
      const entry = this.#settling.has(holding) ? undefined : this.#held.get(holding)
      if (entry === undefined) lost.push(holding)
      else held.push(entry)
    }
    return { held, lost }
  }

  isHeld(holding: Holding): boolean {
    return this.#held.has(holding as KafkaHolding)
  }

  settle(entry: Entry): void {
    if (entry.holding !== undefined) this.#held.delete(entry.holding)
    entry.partition.settle(entry)
  }

  release(entry: Entry, notBefore: number): void {
    if (entry.holding !== undefined) this.#held.delete(entry.holding)
    entry.partition.release(entry, notBefore)
  }

  /** Meanwhile it is nobody's to settle. */
  async settling<T>(holding: KafkaHolding, act: () => Promise<T>): Promise<T> {
    this.#settling.add(holding)
    try {
      return await act()
    } finally {
      this.#settling.delete(holding)
    }
  }

  /** Whoever has them out hears that they are lost. */
  forgetHeld(partition: Partition): void {
    for (const [holding, entry] of this.#held) if (entry.partition === partition) this.#held.delete(holding)
  }

  /** What was not begun to be settled stays where it stood. */
  releaseAll(): void {
    for (const [holding, entry] of this.#held) if (!this.#settling.has(holding)) this.release(entry, 0)
  }
}
