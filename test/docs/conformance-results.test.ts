import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { type CheckOutcome, conformanceChecks } from '@tidings/runtime/conformance'
import { inMemory } from '@tidings/runtime/in-memory'
import { kafka } from '@tidings/runtime/kafka'
import { mqtt } from '@tidings/runtime/mqtt'
import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'
import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { redis } from '@tidings/runtime/redis'
import type { Capability, Features } from '@tidings/runtime/transport'
import { expect, test } from 'vitest'
import { inMemorySubject } from '../conformance/subjects/in-memory.js'
import { kafkaSubject } from '../conformance/subjects/kafka.js'
import { mqttSubject } from '../conformance/subjects/mqtt.js'
import { natsSubject } from '../conformance/subjects/nats.js'
import { pgliteSubject } from '../conformance/subjects/pglite.js'
import { postgresSubject } from '../conformance/subjects/postgres.js'
import { rabbitmqSubject } from '../conformance/subjects/rabbitmq.js'
import { redisSubject } from '../conformance/subjects/redis.js'
import { workspaceRoot } from '../workspace-root.js'

const kinds = [
  inMemorySubject,
  pgliteSubject,
  postgresSubject,
  natsSubject,
  rabbitmqSubject,
  kafkaSubject,
  redisSubject,
  mqttSubject,
]
const page = join(workspaceRoot, 'docs/conformance.md')
const folder = join(workspaceRoot, 'test/conformance/results')

type Outcomes = Readonly<Record<string, CheckOutcome>>

const found: readonly { readonly title: string; readonly outcomes: Outcomes }[] = kinds.map(({ title, file }) => ({
  title,
  outcomes: JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')),
}))

const stored = { dataDir: 'data' } as PGlite
const features: readonly (readonly [title: string, features: Features])[] = [
  [inMemorySubject.title, inMemory().features],
  [pgliteSubject.title, postgres({ pglite: stored }).features],
  [postgresSubject.title, postgres({ connectionString: 'postgres://localhost' }).features],
  [natsSubject.title, nats().features],
  [rabbitmqSubject.title, rabbitmq().features],
  [kafkaSubject.title, kafka().features],
  [redisSubject.title, redis().features],
  [mqttSubject.title, mqtt({ durable: true }).features],
]

// `vitest -u` writes the page, from what the conformance tests wrote down.
test('docs/conformance.md tells who passes what, and why not', async () => {
  const told = (await readFile(page, 'utf8')).replace(
    /(<!-- begin: results -->\n)[\s\S]*?(<!-- end: results -->)/,
    (_, begin: string, end: string) => `${begin}\n${table()}\n\n${reasons()}\n\n${end}`,
  )
  await expect(told).toMatchFileSnapshot(page)
})

test('docs/conformance.md tells what each can do, and why not', async () => {
  const told = (await readFile(page, 'utf8')).replace(
    /(<!-- begin: features -->\n)[\s\S]*?(<!-- end: features -->)/,
    (_, begin: string, end: string) => `${begin}\n${features.map(describeFeatures).join('\n')}\n\n${end}`,
  )
  await expect(told).toMatchFileSnapshot(page)
})

test.each(features)('what %s cannot do has a why', (_, { why, maxPayload, start, ...able }) => {
  const missing = Object.entries(able).filter(([name, can]) => !can && why?.[name as Capability] === undefined)
  expect(missing).toEqual([])
})

test('each transport that was asked is in the table', async () => {
  expect((await readdir(folder)).toSorted()).toEqual(kinds.map(({ file }) => `${file}.json`).toSorted())
})

test.each(found)('every no of $title says why', ({ outcomes }) => {
  const silent = Object.entries(outcomes).filter(([, outcome]) => outcome.result !== 'proved' && outcome.reason === '')
  expect(silent).toEqual([])
})

function describeFeatures([title, { why = {}, maxPayload, start, ...able }]: (typeof features)[number]): string {
  const can = Object.entries(able).flatMap(([name, is]) => (is ? [`\`${name}\``] : []))
  const from = `starts from ${start.join(', ')}`
  const limit = maxPayload === undefined ? 'data of any size' : `data up to ${maxPayload.toLocaleString('en')} bytes`
  const not = Object.entries(why).map(([name, reason]) => `\n  - not \`${name}\`: ${reason}`)
  return `- **${title}**: ${can.join(', ')}; ${from}; ${limit}${not.join('')}`
}

function table(): string {
  const rows = conformanceChecks.map(({ number }) => [
    String(number),
    ...found.map(({ outcomes }) => (outcomes[number]?.result === 'proved' ? 'yes' : (outcomes[number]?.result ?? ''))),
  ])
  const all = [['check', ...found.map(({ title }) => title)], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  const [head = [], ...others] = all
  return [line(head), line([], '-'), ...others.map((row) => line(row))].join('\n')
}

/** One line for each reason, however many checks it is the reason of. */
function reasons(): string {
  return found
    .flatMap(({ title, outcomes }) => {
      const checks = new Map<string, string[]>()
      for (const [number, outcome] of Object.entries(outcomes)) {
        if (outcome.result !== 'proved') checks.set(outcome.reason, [...(checks.get(outcome.reason) ?? []), number])
      }
      return [...checks].map(([reason, numbers]) => `- ${title}, ${numbers.join(', ')}: ${reason}`)
    })
    .join('\n')
}
