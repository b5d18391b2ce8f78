/** Numbers the events of each type, in one attempt to handle a delivery, from 0. */
export interface Ordinals {
  take(type: string): number
  /** Undoes the last `count` takings of a type that began with `first`, unless others took some since. */
  giveBack(type: string, first: number, count: number): void
}

export const createOrdinals = (): Ordinals => {
  // Most handlers make no events.
  let next: Map<string, number> | undefined
  return {
    take: (type) => {
      next ??= new Map()
      const ordinal = next.get(type) ?? 0
      next.set(type, ordinal + 1)
      return ordinal
    },
    giveBack: (type, first, count) => {
      if (next?.get(type) === first + count) next.set(type, first)
    },
  }
}

/** Ordinals taken from others, which can all be given back: for work that may begin anew. */
export interface BorrowedOrdinals extends Ordinals {
  giveAllBack(): void
}

export const borrowOrdinals = (from: Ordinals): BorrowedOrdinals => {
  const taken = new Map<string, { readonly first: number; readonly count: number }>()
  return {
    take: (type) => {
      const ordinal = from.take(type)
      const { first, count } = taken.get(type) ?? { first: ordinal, count: 0 }
      taken.set(type, { first, count: count + 1 })
      return ordinal
    },
    giveBack: (type, first, count) => {
      const all = taken.get(type)
      if (all === undefined || all.first + all.count !== first + count) return
      if (all.count === count) taken.delete(type)
      else taken.set(type, { first: all.first, count: all.count - count })
      from.giveBack(type, first, count)
    },
    giveAllBack: () => {
      for (const [type, { first, count }] of taken) from.giveBack(type, first, count)
      taken.clear()
    },
  }
}
