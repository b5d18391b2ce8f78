import type { Codec, Violation } from './codec.js'
import type { Problem, Validate } from './validate.js'

export interface Validators {
  /** Judges the data; left out where the event carries none. */
  readonly data?: Validate
  /** Judges the headers; left out where the event has none. */
  readonly headers?: Validate
}

/** The judging half of a codec. */
export const checkWith = ({ data, headers }: Validators): Pick<Codec, 'hasData' | 'hasHeaders' | 'check'> => ({
  hasData: data !== undefined,
  hasHeaders: headers !== undefined,
  check: (someData, someHeaders, mode) => {
    const inData = data?.(someData, mode)
    const inHeaders = headers?.(someHeaders, mode)
    if (inData === undefined && inHeaders === undefined) return undefined
    return [...violations('data', inData), ...violations('headers', inHeaders)]
  },
})

const violations = (part: Violation['in'], problems: readonly Problem[] = []): readonly Violation[] =>
  problems.map((problem) => ({ ...problem, in: part }))
