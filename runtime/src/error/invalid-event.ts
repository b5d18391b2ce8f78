import type { Violation } from '../codec/codec.js'
import { guardFor, TidingsError } from './tidings-error.js'

/** The data, headers or context of an event are not what its contract, or CloudEvents, asks for. */
export class InvalidEvent extends TidingsError<'TIDINGS_INVALID_EVENT'> {
  override readonly name = 'InvalidEvent'
  /** The event's name in its contract. */
  readonly event: string
  /** All that is wrong, at least one: each with its part of the event and a JSON pointer into that part. */
  readonly problems: readonly Violation[]

  constructor(event: string, problems: readonly Violation[]) {
    super('TIDINGS_INVALID_EVENT', `${event} is not valid: ${problems.map(print).join('; ')}`)
    this.event = event
    this.problems = problems
  }
}

export const isInvalidEvent = guardFor<InvalidEvent>('TIDINGS_INVALID_EVENT')

const print = (problem: Violation) =>
  `${problem.in}${problem.pointer === '' ? '' : ` ${problem.pointer}`}: ${problem.message}`
