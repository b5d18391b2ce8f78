import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writePizzeriaEvents } from '../data/pizzeria-events.js'
import { defineEntry } from '../entry.js'

const size = 128 * 1024 * 1024
const root = join(import.meta.dirname, '../..')

export default defineEntry({
  name: 'validate-command',
  about: 'the whole command, from its start to its exit status, beside a program that parses each line',
  rounds: 5,
  packages: ['tidings'],
  async prepare({ folder }) {
    const file = join(folder, 'good.ndjson')
    const events = await writePizzeriaEvents(file, size)
    const empty = join(folder, 'one.ndjson')
    await writePizzeriaEvents(empty, 1)
    const parser = join(folder, 'parse-lines.mjs')
    await writeFile(parser, parseLines)

    const tidings = (recorded: string) =>
      run(join(root, 'generator/bin/tidings.js'), 'validate', '--contract', join(root, 'asyncapi.yaml'), recorded)
    const parse = () => run(parser, file)
    const all = `${events.toLocaleString('en')} events`
    assert.match((await tidings(file)).stderr, new RegExp(`^${all} in 1 file: all valid`))
    assert.equal((await parse()).stdout, `${events}\n`)
    const bytes = (await stat(file)).size
    return [
      {
        title: 'The command `tidings validate`',
        input: `${all} of Mario's Pizzeria, NDJSON of ${size / 1024 / 1024} MiB`,
        contestants: [
          { name: 'node parse-lines.mjs', bytes, run: parse },
          { name: 'tidings validate', isBaseline: true, bytes, run: () => tidings(file) },
          { name: 'tidings validate, one event', run: () => tidings(empty) },
        ],
      },
    ]
  },
})

const run = (...args: readonly string[]) => promisify(execFile)(process.execPath, args)

const parseLines = `import { createReadStream } from 'node:fs'
let rest = ''
let events = 0
for await (const piece of createReadStream(process.argv[2], { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
  const text = rest + piece
  let start = 0
  for (let end = text.indexOf('\\n'); end >= 0; end = text.indexOf('\\n', start)) {
    if (JSON.parse(text.slice(start, end)) !== undefined) events++
    start = end + 1
  }
  rest = text.slice(start)
}
console.log(events)
`
