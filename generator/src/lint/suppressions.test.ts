import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Files, folderWith } from '../fixtures/folder.js'
import { lintContract } from './lint.js'
import type { LintConfig } from './lint-config.js'

/** Two events named as commands, one of them in a file of its own, with room for extensions in each place. */
const commands = ({ root = '', channel = '', message = '', schema = '' }): string => `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
x-events: { kind: domain }
${root}
channels:
  orders:
    ${channel}
    subscribe:
      message:
        oneOf:
          - { $ref: '#/components/messages/SendEmail' }
          - { $ref: 'messages.yaml#/CancelOrder' }
components:
  messages:
    SendEmail:
      name: SendEmail
      summary: A customer is told.
      ${message}
      payload:
        type: object
        ${schema}
        properties: { sentAt: { type: string } }
      examples: [{ payload: { sentAt: "2026-03-14T18:30:00Z" } }]
`
const elsewhere = (extension = '') => `CancelOrder:
  name: CancelOrder
  summary: An order is called off.
  ${extension}
`

const say = async (files: Files, config: LintConfig = {}) => {
  const { findings, suppressed } = await lintContract({
    contract: join(folderWith(files), 'asyncapi.yaml'),
    lint: config,
  })
  return { said: findings.map(({ rule }) => rule).sort(), ignored: suppressed.map(({ rule }) => rule).sort() }
}

const ignore = (...rules: string[]) =>
  `x-lint-ignore: { ${rules.map((rule) => `${rule}: the team wants it so`).join(', ')} }`

test('without any, everything is said', async () => {
  expect(await say({ 'asyncapi.yaml': commands({}), 'messages.yaml': elsewhere() })).toEqual({
    said: ['event-past-tense', 'event-past-tense', 'instant-without-format'],
    ignored: [],
  })
})

test.each([
  ['on the thing itself', { message: ignore('event-past-tense') }, ['event-past-tense', 'instant-without-format']],
  ['on a schema around it', { schema: ignore('instant-without-format') }, ['event-past-tense', 'event-past-tense']],
  [
    'on the document, for all that its own file holds',
    { root: ignore('event-past-tense', 'instant-without-format') },
    ['event-past-tense'],
  ],
])('one %s counts', async (_, extensions, said) => {
  const files = { 'asyncapi.yaml': commands(extensions), 'messages.yaml': elsewhere() }
  expect((await say(files)).said).toEqual(said)
})

test('one in another file counts there', async () => {
  const files = { 'asyncapi.yaml': commands({}), 'messages.yaml': elsewhere(ignore('event-past-tense')) }
  expect(await say(files)).toEqual({
    said: ['event-past-tense', 'instant-without-format'],
    ignored: ['event-past-tense'],
  })
})

test('one that ignores nothing is said, unless its rule was not asked', async () => {
  const files = {
    'asyncapi.yaml': commands({ channel: ignore('event-past-tense', 'unbounded-string') }),
    'messages.yaml': elsewhere(),
  }
  const [first, ...rest] = (await say(files)).said
  expect([first, ...rest]).toEqual(['event-past-tense', 'event-past-tense', 'ignore-unused', 'instant-without-format'])
  expect((await say(files, { extends: 'strict' })).said.filter((rule) => rule === 'ignore-unused')).toHaveLength(2)
  expect((await say(files, { rules: { 'ignore-unused': 'off' } })).said).not.toContain('ignore-unused')
})

test('of two around a thing the nearer one is used', async () => {
  const files = {
    'asyncapi.yaml': commands({ root: ignore('event-past-tense'), message: ignore('event-past-tense') }),
    'messages.yaml': elsewhere(),
  }
  expect((await say(files)).said).toEqual(['event-past-tense', 'ignore-unused', 'instant-without-format'])
})

test.each([
  ['x-lint-ignore: event-past-tense', 'x-lint-ignore is "event-past-tense"; expected rule ids with reasons'],
  ['x-lint-ignore: { event-past-tense: }', 'the reason to ignore event-past-tense is null; expected a reason in words'],
  [
    'x-lint-ignore: { event-past-tense: " " }',
    'the reason to ignore event-past-tense is " "; expected a reason in words',
  ],
])('%s counts for nothing, and is said', async (message, wanted) => {
  const { findings } = await lintContract({
    contract: join(
      folderWith({ 'asyncapi.yaml': commands({ message }), 'messages.yaml': elsewhere() }),
      'asyncapi.yaml',
    ),
  })
  expect(findings.filter(({ rule }) => rule === 'event-past-tense')).toHaveLength(2)
  expect(findings.find(({ rule }) => rule === 'ignore-without-reason')).toMatchObject({
    severity: 'warning',
    message: wanted,
    place: { line: 18, pointer: expect.stringContaining('/components/messages/SendEmail/x-lint-ignore') },
  })
})

test('a rule that there is not is said, with the one that was meant', async () => {
  const contract = join(
    folderWith({ 'asyncapi.yaml': commands({ message: ignore('event-past-tens') }), 'messages.yaml': elsewhere() }),
    'asyncapi.yaml',
  )
  const { findings } = await lintContract({ contract })
  expect(findings.find(({ rule }) => rule === 'ignore-unknown-rule')).toMatchObject({
    message: 'x-lint-ignore names the rule event-past-tens; expected one that there is',
    mend: 'Write "event-past-tense".',
    place: { line: 18 },
  })
})

test('a property of that name, or a value in an example, is none', async () => {
  const document = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      message:
        name: OrderPlaced
        payload: { type: object, properties: { x-lint-ignore: { type: object } } }
        examples: [{ payload: { x-lint-ignore: { nothing: "" } } }]
`
  expect(await say({ 'asyncapi.yaml': document })).toEqual({ said: [], ignored: [] })
})

test('what an example breaks can be ignored, and then is no error', async () => {
  const document = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      message:
        name: OrderPlaced
        x-lint-ignore: { example-mismatch: it shows what old senders do }
        payload: { type: object, properties: { pizzas: { type: integer } } }
        examples: [{ payload: { pizzas: two } }]
`
  expect(await say({ 'asyncapi.yaml': document })).toEqual({ said: [], ignored: ['example-mismatch'] })
})
