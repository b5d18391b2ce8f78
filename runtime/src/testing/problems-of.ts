import { checkCloudEvent } from '../cloudevents/check-cloud-event.js'
import type { CloudEventObject } from '../cloudevents/cloud-event.js'
import { fromCloudEvent } from '../cloudevents/from-cloud-event.js'
import { fromJson } from '../cloudevents/json.js'
import type { Violation } from '../codec/codec.js'
import { isInvalidEvent } from '../error/invalid-event.js'
import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf, isEvent, isSameClass } from '../event/brand.js'
import type { EventClass } from '../event/event-class.js'
import { ownCopy } from '../event/own-copy.js'
import { fromUtf8 } from '../message/utf8.js'
import { describeValue } from '../validation/describe-value.js'

/** What is wrong, with the JSON pointer where there is one: `data /orderId: Invalid type: expected string but received 17`. */
export type ProblemText = string

/**
 * What is wrong with what should be an event of a class: an instance, a structured CloudEvent as object, JSON text or
 * UTF-8 bytes, or an object that is no CloudEvent and so its data.
 */
export function problemsOf(value: unknown, eventClass: EventClass): readonly ProblemText[] {
  if (isEvent(value)) return problemsOfInstance(value, eventClass)
  if (typeof value === 'string' || value instanceof Uint8Array) return problemsOfJson(value, eventClass)
  if (isCloudEvent(value)) return [...contextProblems(value), ...reading(() => fromCloudEvent(eventClass, value))]
  return problemsOfData(value, eventClass)
}

/** What is wrong with what should be the data of an event. */
export function problemsOfData(value: unknown, eventClass: EventClass): readonly ProblemText[] {
  const { codec, name } = descriptorOf(eventClass)
  if (!codec.hasData) return value === undefined ? [] : [`data: expected none, since ${name} carries none`]
  const problems: Violation[] = []
  const own = ownCopy(value, (pointer, message, keyword) => problems.push({ in: 'data', pointer, message, keyword }))
  // A broken copy would only be judged for what is broken already.
  if (problems.length === 0) problems.push(...(codec.check(own, {}) ?? []).filter((problem) => problem.in === 'data'))
  return problems.map(textOf)
}

function problemsOfInstance(event: AnyEvent, eventClass: EventClass): readonly ProblemText[] {
  const [own, wanted] = [descriptorOf(event), descriptorOf(eventClass)]
  if (!isSameClass(own, wanted)) return [`type: expected ${wanted.type} but received ${own.type}`]
  // Until it is published, the contract may leave the source to the bus.
  const context = { ...event.toJSON(), source: event.source ?? 'published-later' }
  return [...contextProblems(context), ...(wanted.codec.check(event.data, event.headers) ?? []).map(textOf)]
}

function problemsOfJson(json: string | Uint8Array, eventClass: EventClass): readonly ProblemText[] {
  const problems = reading(() => fromJson(eventClass, json))
  const value = parsed(json)
  return isCloudEvent(value) ? [...contextProblems(value), ...problems] : problems
}

const contextProblems = (value: Readonly<Record<string, unknown>>): readonly ProblemText[] =>
  checkCloudEvent(value).map(({ pointer, message }) => `context ${pointer}: ${message}`)

/** What a subscription would hold against it. */
function reading(read: () => unknown): readonly ProblemText[] {
  try {
    read()
    return []
  } catch (error) {
    if (isInvalidEvent(error)) return error.problems.map(textOf)
    return [error instanceof Error ? error.message : String(error)]
  }
}

const textOf = ({ in: part, pointer, message }: Violation): ProblemText =>
  `${part}${pointer === '' ? '' : ` ${pointer}`}: ${message}`

function parsed(json: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof json === 'string' ? json : fromUtf8(json))
  } catch {
    return undefined
  }
}

const isCloudEvent = (value: unknown): value is CloudEventObject =>
  typeof value === 'object' && value !== null && 'specversion' in value

/** The class that a matcher was given. */
export function asEventClass(given: unknown): EventClass {
  if (typeof given === 'function' && 'descriptor' in given) return given as unknown as EventClass
  throw new TypeError(`expected the class of an event, such as OrderConfirmed, but received ${describeValue(given)}`)
}
