import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { syntheticContract } from '../data/synthetic-contract.js'
import { defineEntry } from '../entry.js'
import { generate, makeProject, publishedCommand } from '../generators/tidings.js'
import { seenIn, touchedBetween } from '../generators/touched-files.js'

const events = 1_000

export default defineEntry({
  name: 'generate-watch',
  about: 'from the writing of a contract in which one event changed to the files that follow from it',
  rounds: 5,
  packages: ['tidings'],
  async prepare({ folder, afterwards }) {
    const { contract, out } = await makeProject(join(folder, 'watched'), events)
    const watched = watch(await publishedCommand(), contract, out)
    afterwards(() => watched.end())
    await watched.told()

    const text = syntheticContract(events)
    let changes = 0
    const change = async () => {
      const kind = `kind-500-${changes++}`
      await writeFile(contract, text.replace('"kind-500"', JSON.stringify(kind)))
      await watched.told()
      return kind
    }
    const before = await seenIn(out)
    const kind = await change()
    const { touched, changed } = touchedBetween(before, await seenIn(out))
    assert.deepEqual(touched, changed)
    assert.deepEqual(changed, ['.tidings-manifest.json', 'events/item500-moved.ts', 'validators/item500-moved.ts'])
    assert((await readFile(join(out, 'events/item500-moved.ts'), 'utf8')).includes(kind))

    const scratch = await makeProject(join(folder, 'scratch'), events)
    let runs = 0
    return [
      {
        title: `One event of ${events.toLocaleString('en')} changed`,
        input: `${before.size.toLocaleString('en')} files, of which ${changed.length} change and are touched`,
        target: 'from scratch above 10',
        contestants: [
          { name: 'tidings generate --watch', isBaseline: true, run: change },
          {
            name: 'tidings generate, from scratch',
            run: () => generate(scratch.contract, join(folder, `output-${runs++}`)),
          },
        ],
      },
    ]
  },
})

/** Tells of each time that it has written. */
function watch(command: string, contract: string, out: string) {
  const child = spawn(process.execPath, [command, 'generate', contract, '--out', out, '--watch'], {
    cwd: join(out, '..'),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
  return {
    async told() {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error('the watching ended by itself')
        if (value.startsWith('Wrote')) return
      }
    },
    async end() {
      if (child.exitCode !== null) return
      child.kill('SIGINT')
      await once(child, 'exit')
    },
  }
}
