import type { Delivery } from '../delivery/delivery.js'
import type { NoteData } from './events.js'

/** What the recorder needs to know of an event. */
export interface Note {
  readonly id: string
  readonly data: NoteData
}

/** A handler that notes what it is given, and then does what it is told to. */
export function recorder<E extends Note = Note>(then?: (event: E, delivery: Delivery) => unknown) {
  const deliveries: { readonly event: E; readonly delivery: Delivery }[] = []
  const completed: E[] = []
  return {
    handler: async (event: E, delivery: Delivery): Promise<void> => {
      deliveries.push({ event, delivery })
      await then?.(event, delivery)
      completed.push(event)
    },
    /** Every attempt, in the order begun. */
    deliveries: () => deliveries,
    events: () => deliveries.map(({ event }) => event),
    numbers: () => deliveries.map(({ event }) => event.data.number),
    /** The numbers of what was handled without a failure, in the order completed. */
    completed: () => completed.map(({ data }) => data.number),
    completedOf: (key: string) => completed.filter(({ data }) => data.key === key).map(({ data }) => data.number),
    count: (number: number) => deliveries.filter(({ event }) => event.data.number === number).length,
    distinct: () => new Set(deliveries.map(({ event }) => event.data.number)).size,
  }
}

/** 1, 2, … up to `count`. */
export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
