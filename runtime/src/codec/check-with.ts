import type { Codec, Violation } from './codec.js'
import type { Validate, ValidationMode } from './validate.js'

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
    const problems = [...judge('data', data, someData, mode), ...judge('headers', headers, someHeaders, mode)]
    return problems.length === 0 ? undefined : problems
  },
})

const judge = (
  part: Violation['in'],
  validate: Validate | undefined,
  value: unknown,
  mode: ValidationMode | undefined,
): readonly Violation[] => validate?.(value, mode)?.map((problem) => ({ ...problem, in: part })) ?? none

const none: readonly Violation[] = []
