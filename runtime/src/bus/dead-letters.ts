import type { Redriven } from '../delivery/facts.js'
import type { Observer } from '../delivery/observer.js'
import { type Clock, longestTimerMs } from '../transport/clock.js'
import type { DeadLetter, DeadLetterFilter, DeadLetters } from '../transport/dead-letter.js'

/** Which dead letters; all that fit every member that is given. */
export interface DeadLetterSelection extends DeadLetterFilter {
  readonly id?: string
}

/** The application's dead letters. Works before `start()` too. */
export interface BusDeadLetters {
  /** Oldest first; 1,000 unless `limit` says otherwise. */
  list(filter?: DeadLetterSelection & { readonly limit?: number }): Promise<readonly DeadLetter[]>
  /**
   * Gives them back to the subscription that each comes from, and to no other, as many a second as `perSecond` says.
   * Answers with how many; of two calls at once each dead letter goes back by one. Those that are older than an inbox
   * allows stay, and the hook `warned` tells of them. Throws `TypeError` for a member that is given and undefined, which
   * would select all, and `RangeError` for a rate that is none.
   */
  redrive(selection?: DeadLetterSelection & RedriveOptions): Promise<number>
  /** Forgets them for good. Answers with how many. Throws `TypeError` for a member that is given and undefined. */
  discard(selection: DeadLetterSelection & { readonly limit?: number }): Promise<number>
}

export interface RedriveOptions {
  /** At most as many, the oldest first. */
  readonly limit?: number
  /** More than 0, fractions too. Default: as fast as it goes. */
  readonly perSecond?: number
}

/** One of the bus's transports, as far as dead letters go. */
export interface DeadLetterShelf {
  /** Stands before the ids where the bus has several. */
  readonly prefix: string
  /** The transport's name. */
  readonly transport: string
  readonly deadLetters: DeadLetters
}

export interface DeadLetterPolicy {
  readonly mayRedrive: (letter: FoundLetter) => boolean
  readonly clock: Clock
  readonly observer?: Observer
}

/** Which one it is; of many only as much is kept. */
type FoundLetter = Pick<DeadLetter, 'subscription' | 'id' | 'parkedAt'> & {
  /** Where somebody wants to know of it. */
  readonly told?: Pick<Redriven, 'place' | 'attributes'>
}

export function busDeadLetters(
  shelves: () => Promise<readonly DeadLetterShelf[]>,
  { mayRedrive, clock, observer }: DeadLetterPolicy,
): BusDeadLetters {
  const each = async (
    { limit = Number.POSITIVE_INFINITY, ...selection }: DeadLetterSelection & { readonly limit?: number },
    act: (shelf: DeadLetterShelf, letter: FoundLetter) => Promise<boolean>,
    { may = () => true, tell = false }: { may?: (letter: FoundLetter) => boolean; tell?: boolean } = {},
  ) => {
    refuseUndefined(selection)
    let count = 0
    for (const shelf of await shelves()) {
      const { prefix, deadLetters } = shelf
      const found: FoundLetter[] = []
      // All are found first: one that comes back and fails again is another.
      for await (const { subscription, id, parkedAt, place, message } of select(deadLetters, prefix, selection)) {
        const told = tell && { told: { place, ...(message && { attributes: message.attributes }) } }
        const letter = { subscription, id, parkedAt, ...told }
        if (may(letter)) found.push(letter)
        if (found.length + count >= limit) break
      }
      for (const letter of found) if (await act(shelf, letter)) count++
      if (count >= limit) break
    }
    return count
  }
  return {
    async list({ limit = 1_000, ...selection } = {}) {
      const found: DeadLetter[] = []
      for (const { prefix, deadLetters } of await shelves()) {
        if (found.length >= limit) break
        for await (const letter of select(deadLetters, prefix, selection)) {
          found.push({ ...letter, id: prefix + letter.id })
          if (found.length >= limit) break
        }
      }
      return found
    },
    async redrive({ perSecond = Number.POSITIVE_INFINITY, ...selection } = {}) {
      if (!(perSecond > 0)) throw new RangeError(`perSecond is ${perSecond}; expected a number above 0`)
      let last = Number.NEGATIVE_INFINITY
      const inTurn = async ({ prefix, transport, deadLetters }: DeadLetterShelf, letter: FoundLetter) => {
        const { subscription, id, told } = letter
        await wait(Math.min(last + 1_000 / perSecond - clock.now(), longestTimerMs), clock)
        last = clock.now()
        const isRedriven = await deadLetters.redrive(subscription, id)
        if (isRedriven && told !== undefined) {
          observer?.redriven({ subscription, id: prefix + id, transport, ...told })
        }
        return isRedriven
      }
      return each(selection, inTurn, { may: mayRedrive, tell: observer?.hears('redriven') ?? false })
    },
    discard: async (selection) =>
      each(selection, ({ deadLetters }, { subscription, id }) => deadLetters.discard(subscription, id)),
  }
}

async function* select(
  deadLetters: DeadLetters,
  prefix: string,
  { id, ...filter }: DeadLetterSelection,
): AsyncIterable<DeadLetter> {
  for await (const letter of deadLetters.list(filter)) if (id === undefined || prefix + letter.id === id) yield letter
}

/** `{ id: found?.id }` where nothing was found would select all. */
function refuseUndefined(selection: DeadLetterSelection): void {
  for (const [member, value] of Object.entries(selection)) {
    if (value === undefined)
      throw new TypeError(`${member} is undefined; give one, or leave ${member} out to select all`)
  }
}

const wait = (ms: number, clock: Clock) =>
  new Promise<void>((resolve) => {
    if (ms > 0) clock.after(ms, resolve)
    else resolve()
  })
