import { descriptorOf } from '../event/brand.js'
import type { EventClass } from '../event/event-class.js'
import { asEventClass, type ProblemText, problemsOf, problemsOfData } from './problems-of.js'

/** What `expect(value)` can do in addition; `R` is what the test framework's own matchers return. */
export interface EventMatchers<R = unknown> {
  /**
   * The value is a valid event of this class: an instance, a structured CloudEvent as object, JSON text or UTF-8 bytes,
   * or else the event's data alone. A CloudEvent's context is judged by CloudEvents 1.0 too.
   *
   * ```ts
   * expect(await response.json()).toBeValidEvent(OrderConfirmed)
   * ```
   */
  toBeValidEvent(eventClass: EventClass): R
  /** The value is valid data of an event of this class, whatever it looks like. */
  toBeValidEventData(eventClass: EventClass): R
}

/** What a matcher answers to vitest and jest alike. */
export interface Matched {
  readonly pass: boolean
  message(): string
}

/** The matchers for `expect.extend(eventMatchers)`, in vitest and jest. */
export const eventMatchers = {
  toBeValidEvent: (received: unknown, eventClass: EventClass): Matched =>
    match('a valid', asEventClass(eventClass), problemsOf(received, asEventClass(eventClass))),
  toBeValidEventData: (received: unknown, eventClass: EventClass): Matched =>
    match('valid data of', asEventClass(eventClass), problemsOfData(received, asEventClass(eventClass))),
}

function match(what: string, eventClass: EventClass, problems: readonly ProblemText[]): Matched {
  const { name, version } = descriptorOf(eventClass)
  const wanted = `${what} ${name}${version === undefined ? '' : ` (version ${version})`}`
  return {
    pass: problems.length === 0,
    message: () =>
      problems.length === 0
        ? `expected anything but ${wanted}, and received one`
        : `expected ${wanted}, but\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
  }
}
