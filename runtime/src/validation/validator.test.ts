import { expect, test } from 'vitest'
import { type MachineCode, validator } from './validator.js'

/** Machine code that says `error` of everything that `accepts` does not take. */
function machineCode(accepts: (value: unknown, mode: unknown) => boolean, error: object = {}): MachineCode {
  const check: MachineCode = function (this: unknown, value) {
    const isValid = accepts(value, this)
    check.errors = isValid ? null : [{ instancePath: '', keyword: 'type', params: { type: 'string' }, ...error }]
    return isValid
  }
  return check
}

test('a valid value has no problem', () => {
  expect(validator(machineCode(() => true))(1)).toBeUndefined()
})

test('an invalid value has one, and the error does not stay behind', () => {
  const check = machineCode(() => false)

  expect(validator(check)(7)).toEqual([
    { pointer: '', message: 'Invalid type: expected string but received 7', keyword: 'type' },
  ])
  expect(check.errors).toBeNull()
})

test('strict is tried first, and tolerant only where asked for', () => {
  const modes: unknown[] = []
  const check = machineCode((value, mode) => {
    modes.push(mode)
    return value === 'open' && mode === 'tolerant'
  })

  expect(validator(check)('open')).toHaveLength(1)
  expect(validator(check)('open', 'tolerant')).toBeUndefined()
  expect(validator(check)('wrong', 'tolerant')).toHaveLength(1)
  expect(modes).toEqual([undefined, undefined, 'tolerant', undefined, 'tolerant'])
})

test('a value too deep for the stack is a problem', () => {
  const overflow = (): boolean => overflow() || overflow()

  expect(validator(machineCode(overflow))({})).toMatchObject([{ pointer: '', keyword: '$ref' }])
})

test('any other failure of machine code is not hidden', () => {
  const broken = validator(
    machineCode(() => {
      throw new TypeError('broken')
    }),
  )

  expect(() => broken({})).toThrow('broken')
})

test.each([
  ['nothing', undefined],
  ['an empty array', []],
  ['an array of 2', [1, 2]],
  ['an object', { a: 1 }],
  ['null', null],
  ['NaN', Number.NaN],
])('a message shows %s without its content', (shown, value) => {
  const problem = validator(machineCode(() => false))(value)?.[0]

  expect(problem?.message).toBe(`Invalid type: expected string but received ${shown}`)
})

test('a pointer into what is not there reads as nothing', () => {
  const check = machineCode(() => false, { instancePath: '/a/b', keyword: 'required', params: { member: 'c/d' } })

  expect(validator(check)({ a: 1 })).toEqual([
    { pointer: '/a/b/c~1d', message: 'Missing property: expected "c/d" but received nothing', keyword: 'required' },
  ])
})
