import { expect, test } from 'vitest'
import { corpusFiles, loadCase } from './contract-cases.js'
import { hardCases } from './hard-schemas.js'
import { type Case, type Judgement, judge } from './judgements.js'

const seed = Number(process.env.AGREEMENT_SEED ?? 20)
const amount = { seed, values: 12, mutations: 150 }

/** Where the list says otherwise than the compiler does. */
const unlisted = (judgements: readonly Judgement[]) =>
  judgements
    .filter(({ isOfType, isTakenByList, isLeftByList }) => (isOfType ? !isLeftByList : isTakenByList))
    .map(
      ({ title, schema, value, isOfType }) =>
        `${title} ${schema}: tsc ${isOfType ? 'takes' : 'refuses'} ${JSON.stringify(value)}`,
    )

test('type and validator agree on hard schemas, but for what is listed', () => {
  const { judgements, problems } = judge(hardCases, amount)
  expect(problems).toEqual([])
  expect(unlisted(judgements)).toEqual([])
})

test('type and validator agree on the schemas of real documents, but for what is listed', async ({ skip }) => {
  const files = corpusFiles() ?? skip('no corpus beside the workspace')
  const cases: Case[] = []
  for (const file of files) cases.push(await loadCase(file))
  const { judgements, problems } = judge(cases, { ...amount, values: 6, mutations: 40 })
  expect(problems).toEqual([])
  expect(unlisted(judgements)).toEqual([])
})
