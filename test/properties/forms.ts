import type { Json } from '@tidings/contract'
import type { AnyEvent, EventClass } from '@tidings/runtime'
import {
  fromCloudEvent,
  fromHttp,
  fromJson,
  fromJsonBatch,
  toCloudEvent,
  toHttp,
  toHttpBatch,
  toJson,
  toJsonBatch,
} from '@tidings/runtime/cloudevents'

type RoundTrip = (eventClass: EventClass, event: AnyEvent) => readonly AnyEvent[]

/** What becomes of an event that is written and read again. */
export const roundTrips: Readonly<Record<string, RoundTrip>> = {
  'a CloudEvent object': (eventClass, event) => [fromCloudEvent(eventClass, toCloudEvent(event))],
  'a structured event': (eventClass, event) => [fromJson(eventClass, toJson(event))],
  'what JSON.stringify makes of it': (eventClass, event) => [fromJson(eventClass, JSON.stringify(event))],
  'a batch': (eventClass, event) => fromJsonBatch(eventClass, toJsonBatch([event])),
  'HTTP in binary mode': (eventClass, event) => fromHttp(eventClass, toHttp(event)),
  'HTTP in structured mode': (eventClass, event) => fromHttp(eventClass, toHttp(event, 'structured')),
  'HTTP as a batch': (eventClass, event) => fromHttp(eventClass, toHttpBatch([event])),
}

/** Other data or headers for an event that is on its way. */
export interface Forged {
  readonly part: 'data' | 'headers'
  readonly value: Json
}

type Reading = (eventClass: EventClass, event: AnyEvent, forged: Forged) => unknown

/** What reading makes of an event whose data or headers somebody else has put in. */
export const readings: Readonly<Record<string, Reading>> = {
  'a CloudEvent object': (eventClass, event, forged) =>
    fromCloudEvent(eventClass, { ...toCloudEvent(event), ...membersOf(forged) }),
  'a structured event': (eventClass, event, forged) => fromJson(eventClass, structured(event, forged)),
  'a batch': (eventClass, event, forged) => fromJsonBatch(eventClass, `[${structured(event, forged)}]`),
  'HTTP in binary mode': (eventClass, event, forged) => fromHttp(eventClass, binary(event, forged)),
}

const membersOf = ({ part, value }: Forged) =>
  part === 'data' ? { data: value } : { messageheaders: JSON.stringify(value) }

const structured = (event: AnyEvent, forged: Forged) => JSON.stringify({ ...event.toJSON(), ...membersOf(forged) })

function binary(event: AnyEvent, { part, value }: Forged) {
  const sent = toHttp(event)
  if (part === 'data') return { ...sent, body: JSON.stringify(value) }
  return { ...sent, headers: { ...sent.headers, 'ce-messageheaders': encodeURIComponent(JSON.stringify(value)) } }
}
