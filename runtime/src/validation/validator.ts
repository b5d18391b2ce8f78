import type { Problem, Validate } from '../codec/validate.js'
import { type MachineError, problemIn } from './problem-in.js'

/**
 * What the generated machine code of a validator is: a function that answers whether a value is valid, leaves the
 * errors of its last call in its property `errors`, and takes `'tolerant'` as its `this`.
 */
export interface MachineCode {
  (this: unknown, value: unknown): boolean
  errors?: readonly MachineError[] | null
}

/**
 * Turns machine code into what the runtime knows as a validator. It stops at the first problem, so that what a hostile
 * value costs is bounded; of an `anyOf` or `oneOf` it tells of the alternative that came nearest.
 */
export function validator(check: MachineCode): Validate {
  return (value, mode = 'strict') => {
    try {
      if (check.call(undefined, value)) return undefined
      if (mode === 'tolerant' && check.call('tolerant', value)) return undefined
      return [problemIn(value, check.errors ?? [])]
    } catch (error) {
      if (error instanceof RangeError) return [tooDeep]
      throw error
    } finally {
      check.errors = null
    }
  }
}

/** A recursive schema follows a value as deep as it goes: the stack ends before memory does. */
const tooDeep: Problem = {
  pointer: '',
  message: 'Invalid nesting: expected what can be walked through but received a value that is too deep',
  keyword: '$ref',
}
