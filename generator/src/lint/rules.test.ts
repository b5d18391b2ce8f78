import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import type { Rule } from './define-rule.js'
import type { Example } from './example.js'
import { knownRules, rules } from './known-rules.js'
import { findAll, lint } from './lint.js'
import { lintAndFix } from './lint-and-fix.js'
import type { LintConfig } from './lint-config.js'

/** The rule set in which a rule is first found, with no other rule. */
const only = (rule: Rule): LintConfig => ({
  extends: rule.recommended === 'never' ? 'strict' : 'recommended',
  rules: Object.fromEntries([...knownRules.keys()].filter((id) => id !== rule.id).map((id) => [id, 'off'])),
})

const contractOf = ({ text }: Example) => join(folderWith({ 'asyncapi.yaml': text }), 'asyncapi.yaml')

const find = async (example: Example, rule: Rule) =>
  (await findAll({ contract: contractOf(example), lint: only(rule) })).found

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('has two documents that break it and two that nearly do', () => {
    expect(rule.invalid.length).toBeGreaterThanOrEqual(2)
    expect(rule.valid.length).toBeGreaterThanOrEqual(2)
  })

  test.each(rule.invalid.map((broken, index) => [index + 1, broken] as const))(
    'is broken by invalid document %i',
    async (_, { contract, finds, fixed }) => {
      const found = await find(contract, rule)
      expect(found.map(({ finding: { message } }) => message)).toEqual(finds)
      for (const { finding, fix } of found) {
        expect(finding).toMatchObject({
          rule: rule.id,
          severity: rule.severity,
          place: { pointer: expect.any(String) },
        })
        expect(fix === undefined).toBe(fixed === undefined)
      }
    },
  )

  test.each(rule.valid.map((example, index) => [index + 1, example] as const))(
    'is kept by valid document %i',
    async (_, example) => {
      expect(await find(example, rule)).toEqual([])
    },
  )

  const mended = rule.invalid.flatMap(({ contract, fixed }) =>
    fixed === undefined ? [] : [[contract, fixed] as const],
  )
  test.each(mended)('mends what it says that it mends, and then nothing more', async (broken, fixed) => {
    const contract = contractOf(broken)
    await lintAndFix({ contract, lint: only(rule) })
    expect(readFileSync(contract, 'utf8')).toBe(fixed.text)
    expect(await lintAndFix({ contract, lint: only(rule) })).toMatchObject({ fixed: [], files: [] })
  })
})

test('a document without conventions is told nothing by a rule for those that have some', async () => {
  const rule = rules.find(({ id }) => id === 'event-without-version')
  const contract = contractOf({
    shown: '',
    text: 'asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\nchannels: { orders: { messages: { OrderPlaced: {} } } }',
  })
  const lintBy = async (lintConfig: LintConfig) =>
    (await lint({ contract, lint: lintConfig })).map(({ rule: id }) => id)

  expect(await lintBy({})).toEqual([])
  expect(await lintBy({ extends: 'strict' })).toContain(rule?.id)
  expect(await lintBy({ rules: { 'event-without-version': 'error' } })).toEqual([rule?.id])
})
