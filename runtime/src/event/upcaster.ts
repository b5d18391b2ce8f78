import type { AnyEvent } from './any-event.js'
import type { EventClass } from './event-class.js'

/** Makes the data of a later version from that of an earlier one. A pure function. */
export type Upcaster<From extends AnyEvent, To extends AnyEvent> = (data: From['data'], event: From) => To['data']

/** An upcaster with the classes that it leads from and to: what `createBus` takes. */
export interface Upcasting {
  readonly from: EventClass
  readonly to: EventClass
  readonly upcast: (data: unknown, event: AnyEvent) => unknown
}

/** Tells which versions an upcaster leads from and to. */
export const upcaster = <From extends AnyEvent, To extends AnyEvent>(
  from: EventClass<From>,
  to: EventClass<To>,
  upcast: Upcaster<From, To>,
): Upcasting => ({ from, to, upcast: upcast as Upcasting['upcast'] })
