import type { AnyEvent } from '../event/any-event.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import { type EncodeOptions, encodeEvent } from '../message/encode-event.js'
import { readBatch, readStructured, writeBatch, writeStructured } from '../message/structured.js'
import { fromUtf8 } from '../message/utf8.js'
import { decodeAs, type ReadOptions } from './decode-as.js'

/** An event as the text of a structured CloudEvent, `application/cloudevents+json`. */
export const toJson = (event: AnyEvent, options?: EncodeOptions): string =>
  fromUtf8(writeStructured(encodeEvent(event, options)))

/** The event in the text or the bytes of a structured CloudEvent. */
export const fromJson = <C extends EventClass>(
  classes: C | readonly C[],
  json: string | Uint8Array,
  options?: ReadOptions,
): EventOf<C> => decodeAs(classes, readStructured(json), options)

/** Events as the text of a batch, `application/cloudevents-batch+json`. */
export const toJsonBatch = (events: readonly AnyEvent[], options?: EncodeOptions): string =>
  fromUtf8(writeBatch(events.map((event) => encodeEvent(event, options))))

/** The events in a batch, in their order. Throws for the first that is not one of the classes, or not valid. */
export const fromJsonBatch = <C extends EventClass>(
  classes: C | readonly C[],
  json: string | Uint8Array,
  options?: ReadOptions,
): readonly EventOf<C>[] => readBatch(json).map((message) => decodeAs(classes, message, options))
