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
   * Gives them back to the subscription that each comes from, and to no other. Answers with how many; of two calls at
   * once each dead letter goes back by one.
   */
  redrive(selection?: DeadLetterSelection): Promise<number>
  /** Forgets them for good. Answers with how many. */
  discard(selection: DeadLetterSelection): Promise<number>
}

/** One of the bus's transports, as far as dead letters go. */
export interface DeadLetterShelf {
  /** Stands before the ids where the bus has several. */
  readonly prefix: string
  readonly deadLetters: DeadLetters
}

export function busDeadLetters(
  shelves: () => Promise<readonly DeadLetterShelf[]>,
  mayRedrive: (letter: DeadLetter) => boolean,
): BusDeadLetters {
  const each = async (
    selection: DeadLetterSelection,
    act: (shelf: DeadLetterShelf, letter: DeadLetter) => Promise<boolean>,
  ) => {
    let count = 0
    for (const shelf of await shelves()) {
      // All are found first: one that comes back and fails again is another.
      for (const letter of await select(shelf, selection)) if (await act(shelf, letter)) count++
    }
    return count
  }
  return {
    async list({ limit = 1_000, ...selection } = {}) {
      const found: DeadLetter[] = []
      for (const shelf of await shelves()) {
        const letters = await select(shelf, selection, limit - found.length)
        found.push(...letters.map((letter) => ({ ...letter, id: shelf.prefix + letter.id })))
      }
      return found
    },
    redrive: (selection = {}) =>
      each(selection, async ({ deadLetters }, letter) => {
        return mayRedrive(letter) && deadLetters.redrive(letter.subscription, letter.id)
      }),
    discard: (selection) =>
      each(selection, ({ deadLetters }, { subscription, id }) => deadLetters.discard(subscription, id)),
  }
}

async function select(
  { prefix, deadLetters }: DeadLetterShelf,
  { id, ...filter }: DeadLetterSelection,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly DeadLetter[]> {
  const found: DeadLetter[] = []
  if (limit <= 0) return found
  for await (const letter of deadLetters.list(filter)) {
    if (id !== undefined && prefix + letter.id !== id) continue
    found.push(letter)
    if (found.length >= limit) break
  }
  return found
}
