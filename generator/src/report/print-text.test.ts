import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { printText } from './print-text.js'
import type { PrintOptions } from './printing.js'
import type { Report } from './report.js'

const report = (parts: Partial<Report>): Report => ({
  command: 'lint',
  projects: [],
  findings: [],
  notes: [],
  changes: [],
  suppressed: 0,
  rules: [],
  failures: [],
  ...parts,
})
const options = (cwd: string): PrintOptions => ({ cwd, colours: false, verbose: false, continuous: false, env: {} })
const finding = {
  rule: 'dangling-reference',
  severity: 'error',
  message: 'the reference leads nowhere',
  mend: 'Correct it.',
} as const

test('shows the place, the line with the place marked, and the mend', () => {
  const cwd = folderWith({ 'a/asyncapi.yaml': "one:\n  $ref: '#/two' # gone\n" })
  const place = { file: join(cwd, 'a/asyncapi.yaml'), line: 2, column: 9 }

  expect(printText(report({ findings: [{ ...finding, place }] }), options(cwd))).toBe(
    `a/asyncapi.yaml:2:9 - error dangling-reference: the reference leads nowhere
  2 |   $ref: '#/two' # gone
    |         ^~~~~~~
  Mend: Correct it.

1 error
`,
  )
})

test('shows other places with their own lines, whom a change breaks and the witness', () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'one: 1\ntwo: 2\n' })
  const place = (line: number) => ({ file: join(cwd, 'asyncapi.yaml'), line, column: 1 })
  const related = [
    { message: 'first here', place: place(1) },
    { message: 'before', place: { file: 'git:origin/main:asyncapi.yaml', line: 7, column: 9 } },
  ]
  const whole = {
    ...finding,
    place: place(2),
    related,
    breaks: ['forward', 'wire'],
    witness: { id: '\u202e17' },
  } as const

  expect(
    printText(report({ findings: [whole], suppressed: 2 }), options(cwd)),
  ).toBe(`asyncapi.yaml:2:1 - error dangling-reference: the reference leads nowhere
  2 | two: 2
    | ^~~
  first here: asyncapi.yaml:1:1
  1 | one: 1
    | ^~~
  before: git:origin/main:asyncapi.yaml:7:9
  Breaks: who reads what is sent (forward), who finds events by address, type, key or server (wire)
  Witness: {"id":"\\u{202e}17"}
  Mend: Correct it.

1 error, 2 suppressed
`)
})

test('cuts a witness that fills the screen, unless asked for all', () => {
  const findings = [{ ...finding, witness: 'x'.repeat(1000) }]

  expect(printText(report({ findings }), options('/'))).toContain('xxx… (--verbose prints all 1002 characters)\n')
  expect(printText(report({ findings }), { ...options('/'), verbose: true })).toContain(`"${'x'.repeat(1000)}"\n`)
})

test('says nothing where there is nothing to say', () => {
  expect(printText(report({}), options('/'))).toBe('')
})

test('shows no line where there is none, and no place where no file holds the problem', () => {
  const cwd = folderWith()
  const findings = [{ ...finding, place: { file: join(cwd, 'gone.yaml'), line: 3, column: 1 } }, finding]

  expect(printText(report({ findings }), options(cwd))).toBe(
    `gone.yaml:3:1 - error dangling-reference: the reference leads nowhere
  Mend: Correct it.

error dangling-reference: the reference leads nowhere
  Mend: Correct it.

2 errors
`,
  )
})

test('shows a window of a line that is too long', () => {
  const cwd = folderWith({ 'a.json': `${'x'.repeat(500)}"wrong"${'y'.repeat(500)}` })
  const place = { file: join(cwd, 'a.json'), line: 1, column: 501 }

  const [, line, mark] = printText(report({ findings: [{ ...finding, place }] }), options(cwd)).split('\n')

  expect(line).toBe(`  1 | …${'x'.repeat(60)}"wrong"${'y'.repeat(43)}…`)
  expect(mark).toBe(`    | ${' '.repeat(61)}^~~~~~~`)
})

test('spells out what could rewrite the screen or turn the direction of writing', () => {
  const cwd = folderWith({ 'a.yaml': 'key: \u001b[2J\u202etxt\n' })
  const place = { file: join(cwd, 'a.yaml'), line: 1, column: 6 }
  const message = 'the value "\u001b]0;x\u0007" is\nwrong'

  expect(printText(report({ findings: [{ ...finding, message, place }] }), options(cwd))).toBe(
    `a.yaml:1:6 - error dangling-reference: the value "\\u{1b}]0;x\\u{7}" is\\nwrong
  1 | key: \\u{1b}[2J\\u{202e}txt
    |      ^~~~~~
  Mend: Correct it.

1 error
`,
  )
})

test('paints for a terminal', () => {
  expect(printText(report({ findings: [finding] }), { ...options('/'), colours: true })).toContain(
    '\u001b[31merror\u001b[0m',
  )
})

test('tells notes in a line for each event or schema when something was written, and each when asked', () => {
  const notes = [
    {
      rule: 'inexact-type',
      message: 'a pattern',
      event: 'Pinged',
      part: 'payload',
      pointer: '/properties/at',
      keyword: 'pattern',
    },
    {
      rule: 'inexact-type',
      message: 'a format',
      event: 'Pinged',
      part: 'payload',
      pointer: '/properties/by',
      keyword: 'pattern',
    },
    { rule: 'unsupported-content-type', message: 'avro/binary cannot be published', event: 'Ponged' },
    { rule: 'inexact-type', message: 'a format', schema: 'Money', pointer: '', keyword: 'format' },
  ] as const
  const changes = [{ path: 'index.ts', change: 'created' }] as const

  expect(
    printText(report({ notes, changes }), options('/')),
  ).toBe(`info unsupported-content-type: Ponged: avro/binary cannot be published
info inexact-type: Pinged: pattern (2)
info inexact-type: schema Money: format
Where a type is inexact, its validator is exact. --verbose tells each of these places.
`)
  expect(printText(report({ notes }), options('/'))).toBe('')
  expect(printText(report({ notes }), { ...options('/'), verbose: true })).toBe(
    `info inexact-type: Pinged at /properties/at: a pattern
info inexact-type: Pinged at /properties/by: a format
info unsupported-content-type: Ponged: avro/binary cannot be published
info inexact-type: schema Money: a format
`,
  )
})

test('says nothing of types where no note is about them', () => {
  const notes = [{ rule: 'unsupported-content-type', message: 'avro/binary cannot be published', event: 'Ponged' }]
  const changes = [{ path: 'index.ts', change: 'created' }] as const

  expect(
    printText(report({ notes, changes }), options('/')),
  ).toBe(`info unsupported-content-type: Ponged: avro/binary cannot be published
--verbose tells each of these places.
`)
})

test('tells twenty lines of notes and how many more there are', () => {
  const notes = Array.from({ length: 30 }, (_, at) => ({ rule: 'inexact-type', message: 'a format', schema: `S${at}` }))
  const changes = [{ path: 'index.ts', change: 'created' }] as const

  const lines = printText(report({ notes, changes }), options('/')).split('\n')
  expect(lines.slice(19, 22)).toEqual([
    'info inexact-type: schema S19: a format',
    'info: 10 more like these',
    'Where a type is inexact, its validator is exact. --verbose tells each of these places.',
  ])
})
