import type { RuleId } from './rules.js'

/** Counted from 1, columns in UTF-16 code units. */
export interface Spot {
  readonly line: number
  readonly column: number
}

/** What takes the parts of a file as a splitter finds them. */
export interface Intake {
  /**
   * A text that should be JSON and an event, or a list of them. `index` is its place in the array that it stands in;
   * -1 where it stands alone.
   */
  json(text: string, line: number, column: number, index: number): void
  http(message: HttpDump): void
  /** Something that is no part: what is wrong there, then what was expected. */
  problem(rule: RuleId, message: string, spot: Spot): void
}

/** An HTTP request or response as it was on the wire. */
export interface HttpDump {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  readonly line: number
  readonly bodyLine: number
}

/** Takes a file in pieces of any size, and finds the parts in it. */
export interface Splitter {
  push(bytes: Uint8Array): void
  end(): void
}

/** The most bytes that one event may have. */
export const sizeLimit = 16 * 1024 * 1024

export const tooLarge = `the event has more than ${sizeLimit / 1024 / 1024} MiB; expected less`
