import { ByKey } from '../../transport/by-key.js'
import type { Carried } from '../../transport/carried.js'
import { Members } from '../../transport/members.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { Backlog } from './backlog.js'
import { KeyLine } from './key-line.js'
import { InMemoryHolding, Queued } from './queued.js'

/** The messages of one subscription, waiting and held: what goes out next, and to whom. Knows no time. */
export class SubscriptionQueue {
  place: SubscriptionPlace
  /** Waiting and held. */
  size = 0
  readonly held = new Members<InMemoryHolding>()
  #position = 0
  readonly #backlog = new Backlog()
  readonly #lines = new ByKey((key) => new KeyLine(key))
  /** Lines whose next message can go out; the first has waited longest for its turn. */
  readonly #open = new Members<KeyLine>()
  /** Lines that wait for a dead letter. */
  readonly #shut = new Set<KeyLine>()

  constructor(place: SubscriptionPlace) {
    this.place = place
  }

  add(carried: Carried): void {
    this.size++
    const line = this.#lineOf(carried.key)
    const queued = new Queued(carried, this.#position++, line)
    if (line === undefined) {
      this.#backlog.push(queued)
    } else {
      line.waiting.push(queued)
      this.#refresh(line)
    }
  }

  /** Whether somebody could take something. */
  canGive(): boolean {
    return this.#backlog.size > 0 || this.#open.size > 0
  }

  /** Not held; what nobody could take now among it. */
  get waiting(): number {
    return this.size - this.held.size
  }

  take(holder: object): InMemoryHolding | undefined {
    const queued = this.#next(holder)
    if (queued === undefined) return undefined
    const holding = new InMemoryHolding(queued, holder)
    queued.deliveries++
    queued.holding = holding
    this.held.add(holding)
    return holding
  }

  /** Ends a holding whose message is done with, or dead. */
  remove(holding: InMemoryHolding): void {
    const line = this.#release(holding)
    this.size--
    if (line !== undefined) this.#refresh(line)
  }

  /** Ends a holding whose message is to go out again; `delay` tells when by calling back. */
  putBack(holding: InMemoryHolding, delay?: (over: () => void) => void): void {
    const line = this.#release(holding)
    const { queued } = holding
    if (line !== undefined) {
      this.#putBackInLine(line, queued, delay)
    } else if (delay === undefined) {
      this.#backlog.putBack(queued)
    } else {
      delay(() => this.#backlog.putBack(queued))
    }
  }

  /** A dead letter comes back, to where it stood. */
  readmit(queued: Queued): void {
    this.size++
    queued.deliveries = 0
    queued.redrives++
    // That of before may be gone.
    queued.line = this.#lineOf(queued.carried.key)
    if (queued.line === undefined) this.#backlog.putBack(queued)
    else this.#putBackInLine(queued.line, queued)
  }

  /** Holds the key's messages back, until it was reopened as often. */
  shut(key: string | undefined): boolean {
    const line = this.#lineOf(key)
    if (line === undefined) return false
    line.shutBy++
    this.#shut.add(line)
    this.#refresh(line)
    return true
  }

  reopen(key: string): void {
    const line = this.#lines.find(key)
    if (line === undefined) return
    line.shutBy--
    if (line.shutBy === 0) this.#shut.delete(line)
    this.#refresh(line)
  }

  /** What a holder has of the same key, `holding` included: it loses all of it at once, or order would suffer. */
  together(holding: InMemoryHolding): readonly InMemoryHolding[] {
    if (this.place.order === 'none' || holding.key === undefined) return [holding]
    return this.held.all().filter((other) => other.key === holding.key)
  }

  /** Waiting behind a dead letter. */
  get heldBack(): number {
    let count = 0
    for (const line of this.#shut) count += line.waiting.size
    return count
  }

  #putBackInLine(line: KeyLine, queued: Queued, delay?: (over: () => void) => void): void {
    line.waiting.putBack(queued)
    if (delay !== undefined) {
      line.delays++
      delay(() => {
        line.delays--
        this.#refresh(line)
      })
    }
    this.#refresh(line)
  }

  #next(holder: object): Queued | undefined {
    const line = this.#lineFor(holder)
    const single = this.#backlog.peek()
    const keyed = line?.waiting.peek()
    if (line === undefined || keyed === undefined) return this.#backlog.shift()
    if (single !== undefined && single.position < keyed.position) return this.#backlog.shift()
    const queued = line.take(holder)
    this.#open.delete(line)
    this.#refresh(line)
    return queued
  }

  #lineFor(holder: object): KeyLine | undefined {
    return this.#open.find((line) => line.holder === undefined || line.holder === holder)
  }

  #lineOf(key: string | undefined): KeyLine | undefined {
    if (key === undefined || this.place.order === 'none') return undefined
    return this.#lines.of(key)
  }

  #release(holding: InMemoryHolding): KeyLine | undefined {
    this.held.delete(holding)
    holding.queued.holding = undefined
    const { line } = holding.queued
    line?.release()
    return line
  }

  #refresh(line: KeyLine): void {
    if (!line.isOpen) this.#open.delete(line)
    else if (!this.#open.has(line)) this.#open.add(line)
  }
}
