import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Contract, Schema } from './index.js'
import { loadContract, referenceIn } from './index.js'
import { innerSchemas } from './schema/map-schema.js'

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))
const index = existsSync(`${corpus}README.md`) ? readFileSync(`${corpus}README.md`, 'utf8') : ''
const documents = [...index.matchAll(/^\| `([^`]+)` \|.*?\| (\d+) \|/gm)].flatMap(([, file = '', messages]) =>
  file.startsWith('invalid/') ? [] : [[file, Number(messages)] as const],
)
const invalid = [...index.matchAll(/^\| `(invalid\/[^`]+)`/gm)].map(([, file = '']) => file)

describe.skipIf(index === '')('real documents (skipped where ../shared/corpus is not there)', () => {
  test.each(documents)('%s gives a contract of plain JSON', async (file) => {
    const { contract, findings } = await loadContract(corpus + file, { root: corpus })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    if (contract === undefined) throw new Error('no contract')
    expect(JSON.parse(JSON.stringify(contract))).toEqual(contract)
    expect(JSON.stringify(contract)).not.toMatch(/<anonymous|x-parser/)
    expectWhole(contract)
  })

  test.each(invalid)('%s gives errors with their places, and no contract', async (file) => {
    const { contract, findings } = await loadContract(corpus + file, { root: corpus })
    expect(contract).toBeUndefined()
    expect(findings.length).toBeGreaterThan(0)
    for (const { place, mend, message } of findings) {
      expect(place?.file).toBe(corpus + file)
      expect(place?.line).toBeGreaterThan(0)
      expect(mend).not.toBe('')
      expect(message).not.toContain('\n')
    }
  })
})

/** Every id leads somewhere, ids are unique, lists sorted, and every reference has its schema. */
function expectWhole({ events, channels, operations, servers, schemas }: Contract) {
  const eventIds = events.map(({ id }) => id)
  const channelIds = channels.map(({ id }) => id)
  for (const ids of [
    eventIds,
    channelIds,
    operations.map(({ id }) => id),
    servers.map(({ id }) => id),
    schemas.map(({ name }) => name),
  ]) {
    expect(ids).toEqual([...new Set(ids)].sort())
  }
  for (const { events: carried } of channels) expect(eventIds).toEqual(expect.arrayContaining([...carried]))
  for (const { channel, events: told, reply } of operations) {
    expect(channelIds).toContain(channel)
    expect(eventIds).toEqual(expect.arrayContaining([...told, ...(reply?.events ?? [])]))
  }
  const names = new Set(schemas.map(({ name }) => name))
  const waiting: Schema[] = [
    ...events.flatMap(({ payload, headers }) => [payload ?? true, headers ?? true]),
    ...schemas.map(({ schema }) => schema),
  ]
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    const name = referenceIn(schema)
    if (name === undefined) waiting.push(...innerSchemas(schema))
    else {
      expect(Object.keys(schema)).toEqual(['$ref'])
      expect(names).toContain(name)
    }
  }
  for (const { id, type } of events) {
    expect(id).not.toBe('')
    expect(type).not.toBe('')
  }
}
