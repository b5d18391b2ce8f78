import { expect, test } from 'vitest'
import { corpusFiles, loadCase } from './contract-cases.js'
import { hardCases } from './hard-schemas.js'
import { type Case, type Judgement, judge } from './judgements.js'
import { randomCases } from './random-schemas.js'

const seed = Number(process.env.AGREEMENT_SEED ?? 20)
const amount = { seed, values: 12, mutations: 150 }

/** Where the list says otherwise than the compiler does. */
const unlisted = (judgements: readonly Judgement[]) =>
  judgements
    .filter(({ isOfType, isTakenByList, isLeftByList }) => (isOfType ? !isLeftByList : isTakenByList))
    .map((judgement) => `tsc ${judgement.isOfType ? 'takes' : 'refuses'} ${shown(judgement)}`)

/** Where the generated validator says otherwise than plain Ajv does. */
const misjudged = (judgements: readonly Judgement[]) =>
  judgements
    .filter(({ isValid, isValidToAjv }) => isValid !== isValidToAjv)
    .map((judgement) => `the validator ${judgement.isValid ? 'takes' : 'refuses'} ${shown(judgement)}`)

const shown = ({ title, schema, value }: Judgement) => `${title} ${schema}: ${JSON.stringify(value)}`

const timeoutMs = 180_000

test('type and validator agree on hard schemas, but for what is listed', { timeout: timeoutMs }, async () => {
  const { judgements, problems } = await judge(hardCases, amount)
  expect(problems).toEqual([])
  expect(unlisted(judgements)).toEqual([])
  expect(misjudged(judgements)).toEqual([])
})

test('type and validator agree on schemas that nobody would write, but for what is listed', {
  timeout: timeoutMs,
}, async () => {
  const { judgements, problems } = await judge(randomCases(40, seed), { ...amount, values: 5, mutations: 40 })
  expect(problems).toEqual([])
  expect(unlisted(judgements)).toEqual([])
  expect(misjudged(judgements)).toEqual([])
})

test('type and validator agree on the schemas of real documents, but for what is listed', {
  timeout: timeoutMs,
}, async ({ skip }) => {
  const files = corpusFiles() ?? skip('no corpus beside the workspace')
  const cases: Case[] = []
  for (const file of files) cases.push(await loadCase(file))
  const { judgements, problems } = await judge(cases, { ...amount, values: 5, mutations: 30 })
  expect(problems).toEqual([])
  expect(unlisted(judgements)).toEqual([])
  expect(misjudged(judgements)).toEqual([])
})
