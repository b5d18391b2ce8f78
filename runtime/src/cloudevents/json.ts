import type { AnyEvent } from '../event/any-event.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import type { EncodeOptions } from '../message/encode-event.js'
import { printBatch, printEvent } from '../message/print-event.js'
import { parseBatch, parseStructured } from '../message/structured.js'
import { decodeParsedAs, type ReadOptions } from './decode-as.js'

/** An event as the text of a structured CloudEvent, `application/cloudevents+json`. */
export const toJson = (event: AnyEvent, options?: EncodeOptions): string => printEvent(event, options)

/** The event in the text or the bytes of a structured CloudEvent. */
export const fromJson = <C extends EventClass>(
  classes: C | readonly C[],
  json: string | Uint8Array,
  options?: ReadOptions,
): EventOf<C> => decodeParsedAs(classes, parseStructured(json), options)

/** Events as the text of a batch, `application/cloudevents-batch+json`. */
export const toJsonBatch = (events: readonly AnyEvent[], options?: EncodeOptions): string => printBatch(events, options)

/** The events in a batch, in their order. Throws for the first that is not one of the classes, or not valid. */
export const fromJsonBatch = <C extends EventClass>(
  classes: C | readonly C[],
  json: string | Uint8Array,
  options?: ReadOptions,
): readonly EventOf<C>[] => parseBatch(json).map((parsed) => decodeParsedAs(classes, parsed, options))
