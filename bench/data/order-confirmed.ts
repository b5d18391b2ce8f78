import { strict as assert } from 'node:assert'
import { OrderConfirmed, type OrderConfirmedData } from '@mario/pizzeria-events'
import { eventOf } from './pizzeria-events.js'

/** An `OrderConfirmed`, in the forms in which programs have it. */
export interface Sample {
  readonly data: OrderConfirmedData
  /** The structured CloudEvent. */
  readonly envelope: Readonly<Record<string, unknown>>
  readonly event: OrderConfirmed
}

export function samples(count: number): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => {
    // Those with two items and those with three.
    const envelope = eventOf(4 * index + 1 + (index % 2)) as unknown as Envelope
    const { type, id, time, subject, data } = envelope
    assert.equal(type, 'OrderConfirmed')
    return { data, envelope: { ...envelope }, event: new OrderConfirmed(data, { id, time, subject }) }
  })
}

interface Envelope {
  readonly type: string
  readonly id: string
  readonly time: string
  readonly subject: string
  readonly data: OrderConfirmedData
}
