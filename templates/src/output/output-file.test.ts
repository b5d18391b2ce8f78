import { expect, test } from 'vitest'
import { code, declared, imported, specifier } from './code.js'
import { comment } from './doc.js'
import { OutputFile } from './output-file.js'
import type { ImportExtension } from './specifier.js'

const fileAt = (path: string, importExtension: ImportExtension = '.js') => new OutputFile(path, { importExtension })

test('imports what it prints, sorted and merged', () => {
  const file = fileAt('events/a.ts')
  file.print`export class ${declared('A')} extends ${imported('@tidings/runtime/sdk/v1', 'Event')} {}`
  file.print`export type ${declared('B')} = ${imported('@tidings/runtime/sdk/v1', 'Handler', { type: true })}`
  file.print`f(${imported('validators/a.ts', 'f')}, ${imported('events/b.ts', 'b10')}, ${imported('events/b.ts', 'B2')})`
  file.print`export type ${declared('C')} = ${imported('schemas/c.ts', 'D', { type: true })}`
  expect(file.toString()).toBe(`import { Event, type Handler } from '@tidings/runtime/sdk/v1'
import type { D } from '../schemas/c.js'
import { f } from '../validators/a.js'
import { B2, b10 } from './b.js'

export class A extends Event {}

export type B = Handler

f(f, b10, B2)

export type C = D
`)
})

test('imports a name once, as a value where one place needs it so', () => {
  const file = fileAt('a.ts')
  file.print`${imported('b.ts', 'B', { type: true })}`
  file.print`${imported('b.ts', 'B')}`
  expect(file.toString()).toBe("import { B } from './b.js'\n\nB\n\nB\n")
})

test('imports under another name what would clash', () => {
  const file = fileAt('a.ts')
  file.print`class ${declared('Event')} extends ${imported('x', 'Event')} {}`
  file.print`${imported('y', 'Event')}`
  expect(file.toString()).toBe(
    "import { Event as Event_ } from 'x'\nimport { Event as Event__ } from 'y'\n\nclass Event extends Event_ {}\n\nEvent__\n",
  )
})

test('imports nothing from itself', () => {
  const file = fileAt('events/a.ts')
  file.print`${imported('events/a.ts', 'A')}`
  expect(file.toString()).toBe('A\n')
})

test('ends its specifiers as it is told', () => {
  const printed = (['.js', '.ts', ''] as const).map((extension) => {
    const file = fileAt('a/b.ts', extension)
    file.print`import(${specifier('c.ts')}); import(${specifier('a/d/e.ts')}); import(${specifier('pack.js')})`
    return file.toString()
  })
  expect(printed).toEqual([
    "import('../c.js'); import('./d/e.js'); import('pack.js')\n",
    "import('../c.ts'); import('./d/e.ts'); import('pack.js')\n",
    "import('../c'); import('./d/e'); import('pack.js')\n",
  ])
})

test('breaks a long import', () => {
  const file = fileAt('a.ts')
  const names = Array.from({ length: 12 }, (_, at) => `LongNameNumber${at}`)
  file.print`${names.map((name) => imported('b.ts', name))}`
  expect(file.toString().split('\n\n')[0]).toBe(
    `import {\n${names.map((name) => `  ${name},\n`).join('')}} from './b.js'`,
  )
})

test('begins with its header', () => {
  const file = new OutputFile('a.ts', { importExtension: '.js', header: comment('Generated.') })
  file.print`export {}`
  expect(file.toString()).toBe('// Generated.\n\nexport {}\n')
  expect(code`x`.parts).toEqual(['x'])
})
