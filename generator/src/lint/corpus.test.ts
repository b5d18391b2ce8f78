import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint } from './lint.js'

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))
const index = existsSync(`${corpus}README.md`) ? readFileSync(`${corpus}README.md`, 'utf8') : ''
const documents = [...index.matchAll(/^\| `([^`]+)` \|.*?\| (\d+) \|/gm)].flatMap(([, file = '']) =>
  file.startsWith('invalid/') ? [] : [file],
)

/** What the recommended rules say of documents by others. Each was looked at: would its author agree? */
const said: Readonly<Record<string, readonly string[]>> = {
  // Two examples that their own schema refuses: a property that it requires is missing, a text stands for a list.
  'kraken-request-reply.yaml': ['2 example-mismatch'],
  // A message, a schema that nothing refers to.
  'nested-schemas.yaml': ['1 asyncapi-unused-component'],
  'circular-refs.yaml': ['1 asyncapi-unused-component'],
  'kubescape-synchronizer.yaml': ['1 asyncapi-unused-component'],
  'iota-tip28.yaml': ['1 asyncapi-unused-component'],
  // Doubtful for one of the three, which an extension of the author's own refers to.
  'generator-dummy.yaml': ['3 asyncapi2-unused-securityScheme'],
  // A number beside a currency.
  'springwolf-kafka.json': ['1 money-as-float'],
  // What one of its operations sends is not what the other receives, and both are called the same.
  'nestjs-cats.yaml': ['1 one-type-two-payloads'],
  // Doubtful: types of other .avsc files, which its author's build puts together.
  'zenwave-avro/asyncapi.yml': ['8 unknown-avro-type'],
  // Channels that a test of helper functions is about.
  'ws-query.yaml': ['4 unused-channel'],
}

describe.skipIf(index === '')('real documents (skipped where ../shared/corpus is not there)', () => {
  test.each(documents)('%s is told what its author would agree with, and no more', async (file) => {
    const findings = await lint({ contract: corpus + file, allowRefsOutside: true })
    const counts = new Map<string, number>()
    for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    expect([...counts].map(([rule, count]) => `${count} ${rule}`)).toEqual(said[file] ?? [])
  })
})
