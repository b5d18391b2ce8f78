import type { Problem, Validate } from '../codec/validate.js'
import { isPolluted, isPollutedUnseen } from './is-polluted.js'
import { type MachineError, problemIn } from './problem-in.js'
import { withoutPrototypes } from './without-prototypes.js'

/**
 * What the generated machine code of a validator is: it answers whether a value is valid. Where it is not, and
 * `complaints` are given, it adds to them, with pointers that begin with `pointer`.
 */
export type Judge = (
  value: unknown,
  isTolerant: boolean,
  complaints?: MachineError[],
  pointer?: string,
) => boolean | undefined

/**
 * Turns machine code into what the runtime knows as a validator. It stops at the first problem, so that what a hostile
 * value costs is bounded; of an `anyOf` or `oneOf` it tells of the alternative that came nearest. What is wrong is asked
 * for only once it is known that something is: most values are valid. Machine code takes for an object's own whatever
 * is not `undefined`.
 */
export function createValidator(judge: Judge): Validate {
  return (given, mode = 'strict') => {
    try {
      let value = isPolluted() ? withoutPrototypes(given) : given
      const isTolerant = mode === 'tolerant'
      if (judge(value, false) || (isTolerant && judge(value, true))) return undefined
      if (value === given && isPollutedUnseen()) {
        value = withoutPrototypes(given)
        if (judge(value, false) || (isTolerant && judge(value, true))) return undefined
      }
      const complaints: MachineError[] = []
      judge(value, isTolerant, complaints, '')
      return [problemIn(value, complaints)]
    } catch (error) {
      if (error instanceof RangeError) return [tooDeep]
      throw error
    }
  }
}

/** A recursive schema follows a value as deep as it goes: the stack ends before memory does. */
export const tooDeep: Problem = {
  pointer: '',
  message: 'Invalid nesting: expected what can be walked through but received a value that is too deep',
  keyword: '$ref',
}
