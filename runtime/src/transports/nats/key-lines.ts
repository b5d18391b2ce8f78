import type { Arrivals } from './arrivals.js'
import type { ConsumerPlace } from './consumers.js'
import type { NatsHolding } from './holding.js'

interface Line {
  /** In the order of the stream. */
  readonly waiting: NatsHolding[]
  /** How many are handed out. */
  out: number
  /** Delays under way. */
  held: number
  /** The furthest position that went out since nothing was, for each consumer. */
  readonly furthest: Map<ConsumerPlace, number>
}

/** Each key's messages in the order of the stream, those that come back and those that come again included. */
export class KeyLines implements Arrivals {
  readonly #lines = new Map<unknown, Line>()
  size = 0

  add(holding: NatsHolding): void {
    const { waiting } = this.#lineOf(holding)
    const after = waiting.findIndex((other) => placeOf(other) === placeOf(holding) && other.sequence > holding.sequence)
    waiting.splice(after === -1 ? waiting.length : after, 0, holding)
    this.size++
  }

  take(max: number, mayGo: (holding: NatsHolding) => boolean): NatsHolding[] {
    const taken: NatsHolding[] = []
    for (const line of this.#lines.values()) {
      for (let next = nextOf(line); next !== undefined && taken.length < max && mayGo(next); next = nextOf(line)) {
        line.waiting.shift()
        line.out++
        line.furthest.set(placeOf(next), next.sequence)
        this.size--
        taken.push(next)
      }
    }
    return taken
  }

  release(holding: NatsHolding): void {
    const line = this.#lineOf(holding)
    line.out--
    if (line.out === 0) line.furthest.clear()
    this.#tidy(holding, line)
  }

  putBack(holding: NatsHolding): void {
    this.add(holding)
    this.release(holding)
  }

  hold(holding: NatsHolding): () => void {
    const line = this.#lineOf(holding)
    line.held++
    return () => {
      line.held--
      this.#tidy(holding, line)
    }
  }

  remove(fits: (holding: NatsHolding) => boolean): NatsHolding[] {
    const removed: NatsHolding[] = []
    for (const [key, line] of this.#lines) {
      const staying = line.waiting.filter((holding) => !fits(holding))
      removed.push(...line.waiting.filter(fits))
      line.waiting.splice(0, line.waiting.length, ...staying)
      if (isEmpty(line)) this.#lines.delete(key)
    }
    this.size -= removed.length
    return removed
  }

  all(): readonly NatsHolding[] {
    return [...this.#lines.values()].flatMap(({ waiting }) => waiting)
  }

  #lineOf(holding: NatsHolding): Line {
    const key = lineKey(holding)
    let line = this.#lines.get(key)
    if (line === undefined) {
      line = { waiting: [], out: 0, held: 0, furthest: new Map() }
      this.#lines.set(key, line)
    }
    return line
  }

  #tidy(holding: NatsHolding, line: Line): void {
    if (isEmpty(line)) this.#lines.delete(lineKey(holding))
  }
}

/** What has no key waits for nobody. */
const lineKey = (holding: NatsHolding): unknown => (holding.key === undefined ? holding.reply : `key ${holding.key}`)

/** Taps come and go; sequences are those of the consumer's stream. */
const placeOf = ({ tap }: NatsHolding): ConsumerPlace => tap.place

const isEmpty = ({ waiting, out, held }: Line) => waiting.length === 0 && out === 0 && held === 0

/** Never past an earlier one that came back while later ones are still out. */
function nextOf({ waiting, held, out, furthest }: Line): NatsHolding | undefined {
  const [next] = waiting
  if (next === undefined || held > 0) return undefined
  return out > 0 && next.sequence < (furthest.get(placeOf(next)) ?? -1) ? undefined : next
}
