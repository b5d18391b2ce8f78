import ts from 'typescript'
import { expect, test } from 'vitest'
import { type Code, code, identifier } from './code.js'
import { comment, doc, type Tag, tag } from './doc.js'
import { printCode } from './print-code.js'

const cases: readonly [name: string, given: readonly (string | Code | Tag | undefined)[], want: string][] = [
  ['is nothing where there is nothing to say', ['', undefined, ' \n '], ''],
  ['keeps one line on one line', ['An order.'], '/** An order. */'],
  ['keeps lines, and parts paragraphs by a blank one', ['a\nb', 'c'], '/**\n * a\n * b\n *\n * c\n */'],
  ['keeps blank lines and the indentation of a text', ['- a\n\n  - b\n'], '/**\n * - a\n *\n *   - b\n */'],
  [
    'knows every kind of line end',
    ['a\r\nb\rc\u2028d\u2029e\u0085f\vg'],
    '/**\n * a\n * b\n * c\n * d\n * e\n * f\n * g\n */',
  ],
  [
    'puts tags last and together',
    [tag('deprecated'), 'a', tag('see', 'https://example.com')],
    '/**\n * a\n *\n * @deprecated\n * @see https://example.com\n */',
  ],
  ['refers to names', [code`See {@link ${identifier('Order')}}.`], '/** See {@link Order}. */'],
  ['cannot be ended by a text', ['a */ b **/ c'], '/** a *\\/ b **\\/ c */'],
  [
    'takes no tags from a text',
    ['@ts-ignore\n  @type {x}\n*/ @x', '{@link x} a@b.se'],
    '/**\n * \\@ts-ignore\n *   \\@type {x}\n * *\\/ \\@x\n *\n * {\\@link x} a@b.se\n */',
  ],
  [
    'takes no directives of tools from a text',
    ['biome-ignore lint: x', '# sourceMappingURL=x #__PURE__'],
    '/**\n * \\biome-ignore lint: x\n *\n * # \\sourceMappingURL=x #\\__PURE__\n */',
  ],
  ['shows what is hidden', ['\u202ea\u0000\ufeff\ud800'], '/** \\u202ea\\u0000\\ufeff\\ud800 */'],
]

for (const [name, given, want] of cases) test(name, () => expect(printCode(doc(...given))).toBe(want))

test('is one comment to TypeScript, without tags, whatever the text', () => {
  const hostile = [
    '*/ exit()',
    '*\u2028/',
    '/**',
    '\\*/',
    '* /',
    '@deprecated',
    '/* @ts-nocheck */',
    '\r*/',
    '//',
    `${'*'.repeat(9)}/`,
  ]
  for (const text of hostile) {
    const source = `${printCode(doc(text, text))}\nexport const x = 1\n`
    const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ESNext, true)
    expect(file.statements.map(({ kind }) => ts.SyntaxKind[kind])).toEqual(['FirstStatement'])
    expect(file.statements.flatMap((statement) => ts.getJSDocTags(statement))).toEqual([])
  }
})

test('keeps a line comment on its line', () => {
  expect(printCode(comment(code`From `, 'a\nb\u2028c*/', '.'))).toBe('// From a b c*\\/.')
})
