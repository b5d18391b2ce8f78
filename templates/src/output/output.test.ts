import { expect, test } from 'vitest'
import { OutputFolder } from './output.js'

const folder = () => new OutputFolder({ importExtension: '.js' })

test('holds files by path, sorted', () => {
  const output = folder()
  output.for('b').text('b.md', '# B\n')
  output.for('a').file('a/a.ts').print`export {}`
  expect([...output.print()]).toEqual([
    ['a/a.ts', 'export {}\n'],
    ['b.md', '# B\n'],
  ])
})

test('prints a file when all templates have run', () => {
  const output = folder()
  const file = output.for('a').file('a.ts')
  file.print`export {}`
  expect(output.print().get('a.ts')).toBe('export {}\n')
})

test('names both templates that write one file', () => {
  const output = folder()
  output.for('events').text('a.md', '')
  expect(() => output.for('mine').text('a.md', '')).toThrow('templates events and mine both write "a.md"')
  expect(() => output.for('mine').text('A.md', '')).toThrow(
    'templates events and mine both write "a.md" and "A.md", which are one file where case does not count',
  )
  expect(() => output.for('events').file('a.md')).toThrow('template events writes "a.md" twice')
})

const unwritable = [
  ...[
    '',
    '/etc/passwd',
    '../a.ts',
    'a/../../b.ts',
    'a/./b.ts',
    'a//b.ts',
    'a/',
    '.',
    '..',
    'a\\b.ts',
    'C:\\a.ts',
    'c:a',
  ],
  ...['a\u0000.ts', 'con.ts', 'a/NUL', 'com1.md', 'a.', 'a ', 'a?.ts', 'a:b', '\ud800.ts', `${'a'.repeat(300)}.ts`],
  ...['.tidings-manifest.json', 'node_modules/a.js', '.git/config'],
]

for (const path of unwritable) {
  test(`refuses to write ${JSON.stringify(path.slice(0, 30))}`, () => {
    expect(() => folder().for('a').text(path, '')).toThrow(`cannot write ${JSON.stringify(path)}: `)
  })
}
