import { expect, test } from 'vitest'
import { createValidator, type Judge } from './create-validator.js'
import { fault, missing } from './fault.js'

const needsText: Judge = (value, _isTolerant, complaints, pointer = '') =>
  typeof value === 'string' || (complaints && fault(complaints, pointer, 'type', { type: 'string' }))

test('a valid value has no problem, and nobody asks what is wrong', () => {
  const asked: unknown[] = []
  const validate = createValidator((_value, _isTolerant, complaints) => {
    asked.push(complaints)
    return true
  })

  expect(validate(1)).toBeUndefined()
  expect(asked).toEqual([undefined])
})

test('an invalid value has one problem, and no trace of it stays behind', () => {
  const validate = createValidator(needsText)
  const problem = { pointer: '', message: 'Invalid type: expected string but received 7', keyword: 'type' }

  expect([validate(7), validate('x'), validate(7)]).toEqual([[problem], undefined, [problem]])
})

test('strict is tried first, tolerant only where asked for, and what is wrong is told of the last', () => {
  const calls: unknown[] = []
  const validate = createValidator((value, isTolerant, complaints, pointer = '') => {
    calls.push(`${isTolerant ? 'tolerant' : 'strict'}${complaints ? ', says why' : ''}`)
    return (isTolerant && value === 'open') || (complaints && fault(complaints, pointer, 'not', {}))
  })

  expect(validate('open', 'tolerant')).toBeUndefined()
  expect(calls.splice(0)).toEqual(['strict', 'tolerant'])
  expect(validate('open')).toHaveLength(1)
  expect(calls.splice(0)).toEqual(['strict', 'strict, says why'])
  expect(validate('wrong', 'tolerant')).toHaveLength(1)
  expect(calls).toEqual(['strict', 'tolerant', 'tolerant, says why'])
})

test('what somebody gave to all objects is not theirs', () => {
  const validate = createValidator((value, _isTolerant, complaints, pointer = '') => {
    const object = value as Readonly<Record<string, unknown>>
    return object['name'] !== undefined || (complaints && missing(complaints, pointer, object, ['name']))
  })
  const values = [{}, JSON.parse('{"name":"a","__proto__":{"name":1}}')]
  Object.defineProperty(Object.prototype, 'name', { value: 'x', enumerable: true, configurable: true, writable: true })
  let pointers: unknown
  try {
    pointers = values.map((value) => validate(value)?.[0]?.pointer)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'name')
  }

  expect(pointers).toEqual(['/name', undefined])
})

test('what a library gave to all objects so that no loop shows it is not theirs either', () => {
  const needsName = createValidator((value, _isTolerant, complaints, pointer = '') => {
    const object = value as Readonly<Record<string, unknown>>
    return object['should'] !== undefined || (complaints && missing(complaints, pointer, object, ['should']))
  })
  const mayHaveText = createValidator((value, ...rest) => {
    const { should } = value as Readonly<Record<string, unknown>>
    return should === undefined || needsText(should, ...rest)
  })
  const validators = { needsName, mayHaveText }
  const judge = (name: keyof typeof validators) => validators[name]({})?.[0]?.keyword
  // Libraries do that while they are loaded, when nothing has been judged yet or not for long.
  const judged = Array.from({ length: 100 }, () => judge('needsName'))
  Object.defineProperty(Object.prototype, 'should', { get: () => 1, configurable: true })
  let polluted: unknown[] = []
  try {
    polluted = [judge('mayHaveText'), judge('needsName')]
  } finally {
    Reflect.deleteProperty(Object.prototype, 'should')
  }

  expect(judged).toEqual(Array(100).fill('required'))
  expect(polluted).toEqual([undefined, 'required'])
  expect(judge('needsName')).toBe('required')
})

test('what no loop shows is noticed soon where every value seems to be valid', () => {
  const validate = createValidator((value) => Reflect.get(value as object, 'should') !== undefined)
  Object.defineProperty(Object.prototype, 'should', { value: 1, configurable: true })
  let verdicts: boolean[] = []
  try {
    verdicts = Array.from({ length: 65 }, () => validate({}) === undefined)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'should')
  }

  expect(verdicts.at(-1)).toBe(false)
})

test('a value too deep for the stack is a problem', () => {
  const overflow = (): boolean => overflow() || overflow()

  expect(createValidator(overflow)({})).toMatchObject([{ pointer: '', keyword: '$ref' }])
})

test('any other failure of machine code is not hidden', () => {
  const validate = createValidator(() => {
    throw new TypeError('broken')
  })

  expect(() => validate({})).toThrow('broken')
})
