import type { Json, Location } from '@tidings/contract'
import type { AnyEvent } from '@tidings/runtime'
import fc from 'fast-check'
import { arbitraryOf } from '../schema-values/arbitrary-of.js'
import { createJudge, type Schemas } from '../schema-values/judge.js'
import type { GeneratedEvent } from './generated-events.js'
import { wildly } from './wildly.js'

/** What an event is made from. */
export interface Given {
  readonly data?: Json
  readonly headers?: Json
}

/** Valid data and headers of an event. Whoever draws from it owns what it gets. */
export function givenOf(generated: GeneratedEvent): fc.Arbitrary<Given> {
  const made = known.get(generated) ?? arbitraryGiven(generated)
  known.set(generated, made)
  return made
}

const known = new WeakMap<GeneratedEvent, fc.Arbitrary<Given>>()

function arbitraryGiven(generated: GeneratedEvent): fc.Arbitrary<Given> {
  const { event, schemas } = generated
  const parts = {
    ...(event.payload !== undefined && { data: validValues(event.payload, schemas) }),
    ...(event.headers !== undefined && { headers: validValues(event.headers, schemas) }),
  }
  return fc
    .record(parts)
    .filter((given) => isTellable(generated, given))
    .map(owned)
}

/**
 * Whether what the event says of key and subject may be an attribute: CloudEvents 1.0.2, section "Type System". An event
 * of which it may not is refused, valid as its data is.
 */
export const isTellable = ({ event }: GeneratedEvent, given: Given): boolean =>
  [event.key, event.subject].every((place) => typeof place !== 'object' || isAttributeText(valueAt(place, given)))

const isAttributeText = (value: unknown) =>
  typeof value !== 'string' || !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(value)

function validValues(schema: Parameters<typeof arbitraryOf>[0], schemas: Schemas): fc.Arbitrary<Json> {
  const values = arbitraryOf(schema, schemas)
  if (values === undefined) throw new Error(`no valid value was found for ${JSON.stringify(schema)}`)
  return wildly(values, createJudge(schema, schemas))
}

/** Makes the event. */
export const make = ({ event, eventClass }: GeneratedEvent, { data, headers }: Given): AnyEvent => {
  const context = headers === undefined ? [] : [{ headers }]
  return Reflect.construct(eventClass, event.payload === undefined ? context : [data, ...context])
}

/** What stands at a place inside an event. */
export function valueAt({ in: part, path }: Location, { data, headers }: Given): unknown {
  return path.reduce<unknown>((value, name) => Object(value)[name], part === 'payload' ? data : headers)
}

/** A copy that is plain JSON, so that nothing is shared with the arbitrary. */
export const owned = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))
