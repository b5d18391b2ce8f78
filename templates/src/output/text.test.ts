import fc from 'fast-check'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { printCode } from './print-code.js'
import { literalKey, propertyName, string } from './text.js'

const cases: readonly [name: string, given: string, want: string][] = [
  ['uses single quotes', 'a', "'a'"],
  ['uses double quotes where they save escapes', "it's", `"it's"`],
  ['keeps single quotes where both cost the same', `'"`, `'\\'"'`],
  ['escapes backslashes', 'a\\b', `'a\\\\b'`],
  ['escapes line ends', 'a\r\nb\tc', `'a\\r\\nb\\tc'`],
  ['escapes line and paragraph separators', '\u2028\u2029', `'\\u2028\\u2029'`],
  ['escapes control characters', '\u0000\u0007\u001b\u0085', `'\\u0000\\u0007\\u001b\\u0085'`],
  ['escapes what turns the direction of text', '\u202eabc\u2066', `'\\u202eabc\\u2066'`],
  ['escapes lone surrogates', 'a\ud800b\udc00', `'a\\ud800b\\udc00'`],
  ['escapes a byte-order mark', '\ufeff', `'\\ufeff'`],
  ['escapes invisible tags beyond the first plane', '\u{e0041}', `'\\udb40\\udc41'`],
  ['cannot end an inline script', '</script><!--', `'\\u003c/script>\\u003c!--'`],
  ['does not look like a template', `\${x}`, `'\\u0024{x}'`],
  ['cannot name a source map', '//# sourceMappingURL=x', `'//# sourceMappingURL\\u003dx'`],
  ['keeps emoji, letters of any script and back-ticks', '😀👩‍🚀 åäö 订单 `{1}`', "'😀👩‍🚀 åäö 订单 `{1}`'"],
]

for (const [name, given, want] of cases) test(name, () => expect(printCode(string(given))).toBe(want))

test('means the same to TypeScript whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...`'"\\\`$\{}/*<!-\n\u2028\ud800`) }),
      (a, b) => {
        for (const text of [a, b, a + b]) expect(evaluate(printCode(string(text)))).toEqual([text])
      },
    ),
  )
})

test('quotes a property only where it must', () => {
  const names = ['a', 'order_id', 'öl', 'class', '__proto__', '1', 'a-b', '', "it's", 'a\nb']
  expect(names.map((name) => printCode(propertyName(name)))).toEqual([
    'a',
    'order_id',
    'öl',
    'class',
    '__proto__',
    "'1'",
    "'a-b'",
    "''",
    `"it's"`,
    "'a\\nb'",
  ])
})

test('computes a key that would set the prototype', () => {
  expect(printCode(literalKey('__proto__'))).toBe("['__proto__']")
})

/** The text of the only statement of a source, which must be one string literal. */
function evaluate(source: string): string[] {
  const file = ts.createSourceFile('x.ts', `(${source})`, ts.ScriptTarget.ESNext)
  return file.statements.map((statement) => {
    const expression = ts.isExpressionStatement(statement) ? statement.expression : undefined
    return expression && ts.isParenthesizedExpression(expression) && ts.isStringLiteral(expression.expression)
      ? expression.expression.text
      : '(no literal)'
  })
}
