import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { defineEntry } from '../entry.js'
import { generate, makeProject } from '../generators/tidings.js'
import { seenIn } from '../generators/touched-files.js'

const hashFiles = join(import.meta.dirname, '../generators/hash-files.mjs')

export default defineEntry({
  name: 'generate-unchanged',
  about: 'generating where nothing changed, beside a process that reads and hashes the same files',
  packages: ['tidings'],
  async prepare({ folder }) {
    return Promise.all([10, 1_000].map((events) => compare(join(folder, String(events)), events)))
  },
})

async function compare(folder: string, events: number) {
  const { contract, out } = await makeProject(folder, events)
  await generate(contract, out)
  const before = await seenIn(out)
  for (const more of [[], ['--check']]) assert.match(await generate(contract, out, ...more), / is current /)
  assert.deepEqual(await seenIn(out), before)
  const bare = async () => (await promisify(execFile)(process.execPath, [hashFiles, contract, out])).stdout
  assert.equal(Number(await bare()), before.size + 1)
  return {
    title: `Generate ${events.toLocaleString('en')} events, nothing changed`,
    input: `whole processes; ${before.size.toLocaleString('en')} files`,
    target: 'node that reads and hashes 0.67',
    ...(events === 10 && { isDetail: true as const }),
    contestants: [
      { name: 'tidings generate', isBaseline: true as const, run: () => generate(contract, out) },
      { name: 'tidings generate --check', run: () => generate(contract, out, '--check') },
      { name: 'node that reads and hashes the files', run: bare },
    ],
  }
}
