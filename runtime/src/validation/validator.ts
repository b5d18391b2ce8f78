import type { Validate } from '../codec/validate.js'
import { tooDeep } from './create-validator.js'
import { type MachineError, problemIn } from './problem-in.js'

/**
 * Machine code as SDKs had it before `createValidator`, and as Ajv writes it: a function that answers whether a value is
 * valid, leaves the errors of its last call in its property `errors`, and takes `'tolerant'` as its `this`.
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
