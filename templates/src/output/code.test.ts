import { expect, test } from 'vitest'
import { code, declared, either, identifier, imported, join, list, nothing } from './code.js'
import { literal } from './literal.js'
import { printCode } from './print-code.js'

test('takes away the indentation of the template', () => {
  const printed = printCode(code`
      export {
        a,
      }
  `)
  expect(printed).toBe('export {\n  a,\n}')
})

test('indents a piece of several lines like the line that holds it', () => {
  const body = code`
    if (a) {
      b()
    }
  `
  const printed = printCode(code`
    function c() {
      ${body}
    }
  `)
  expect(printed).toBe('function c() {\n  if (a) {\n    b()\n  }\n}')
})

test('leaves out a line whose holes are all empty, and keeps blank lines of its own', () => {
  const printed = printCode(code`
    a
    ${nothing}${undefined}

    ${[]}
    b
  `)
  expect(printed).toBe('a\n\nb')
})

test('joins a list by line ends', () => {
  expect(printCode(code`${[code`a`, nothing, code`b`]}`)).toBe('a\nb')
})

test('breaks a list only where it does not fit with what follows it', () => {
  const items = Array.from({ length: 10 }, (_, at) => identifier(`item${at}____`))
  const call = (end: string) => printCode(code`call${list('(', items, ')')}${literal(end)}`)
  expect(call('1234')).toHaveLength(120)
  expect(call('1234')).not.toContain('\n')
  expect(call('12345')).toMatch(/^call\(\n {2}item0____,\n(?: {2}item\d____,\n){9}\)'12345'$/)
})

test('measures what is imported by the name that the file gives it', () => {
  const long = either(imported('a', 'x'), code`broken`)
  const nameOf = () => 'x'.repeat(121)
  expect(printCode(long, { nameOf, specifierOf: (module) => module })).toBe('broken')
})

test('breaks the outer piece before the inner one', () => {
  const inner = list('[', Array(20).fill(code`inner`), ']')
  const printed = printCode(list('(', [inner, code`x`.parts.length === 1 ? identifier('outer') : nothing], ')'))
  expect(printed).toBe(`(\n  [\n${'    inner,\n'.repeat(20)}  ],\n  outer,\n)`)
})

test('prints deep nesting in no time to speak of', () => {
  const deep = Array.from({ length: 200 }).reduce<ReturnType<typeof code>>((all) => list('[', [all], ']'), code`x`)
  expect(printCode(deep)).toContain('x')
})

test('refuses text in a hole', () => {
  const text = 'process.exit()' as never
  expect(() => code`${text}`).toThrow('"process.exit()" stands in a hole; expected code')
  expect(() => code`${[{ name: 'x' } as never]}`).toThrow('expected code')
})

test('refuses names that are no identifiers', () => {
  for (const name of ['', 'a b', '1a', 'a-b', 'a\n', "a'"]) {
    expect(() => identifier(name)).toThrow('is not an identifier')
    expect(() => declared(name)).toThrow('is not an identifier')
    expect(() => imported('m', name)).toThrow('is not an identifier')
  }
  expect(printCode(join([identifier('räksmörgås'), identifier('订单'), identifier('$_1')]))).toBe(
    'räksmörgås, 订单, $_1',
  )
})
