import type { Problem, ValidationMode } from './validate.js'

/** Data ⇄ bytes of one event class, and the judge of both. */
export interface Codec {
  /** The media type of the data, such as `application/json`. */
  readonly contentType: string
  /** Whether the event carries data. */
  readonly hasData: boolean
  /** Whether the event has headers of its own. */
  readonly hasHeaders: boolean
  /** What is wrong with would-be data and headers; `undefined` when nothing is. */
  check(data: unknown, headers: unknown, mode?: ValidationMode): readonly Violation[] | undefined
  /** Throws `UnsupportedContentType` where the codec cannot write the media type. */
  encode(data: unknown): Uint8Array
  /** Parsed, not yet judged. Throws `UndecodableMessage`, or `UnsupportedContentType` for a media type not its own. */
  decode(data: Uint8Array, contentType?: string): unknown
  /** Present where data is JSON, by its media type too: the text that `encode` gives the bytes of. */
  print?(data: unknown): string
  /**
   * Present where data is JSON: whether `decode` takes this media type, and then gives what `JSON.parse` does or, where
   * that would lose digits of an integer, throws.
   */
  parses?(contentType: string): boolean
}

/** A problem, and the part of the event it is in. */
export interface Violation extends Problem {
  readonly in: 'data' | 'headers' | 'context'
}
