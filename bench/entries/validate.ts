import { strict as assert } from 'node:assert'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { validateFiles } from 'tidings'
import { ajvValidators, loadPizzeria } from '../data/ajv-validators.js'
import { writePizzeriaEvents } from '../data/pizzeria-events.js'
import { readLines } from '../data/read-lines.js'
import { defineEntry } from '../entry.js'

const size = 128 * 1024 * 1024

export default defineEntry({
  name: 'validate',
  about: 'recorded events against their contract, in one process, beside reading them at all',
  packages: ['tidings', 'ajv'],
  async prepare({ folder }) {
    const [good, bad] = [join(folder, 'good.ndjson'), join(folder, 'bad.ndjson')]
    const events = await writePizzeriaEvents(good, size)
    const broken = await writePizzeriaEvents(bad, 1 << 20, { every: 100 })
    const loaded = await loadPizzeria()
    const validators = ajvValidators(loaded.contract)

    const tidings = async (file: string) => {
      const { events, invalid } = await validateFiles([file], loaded)
      return { events, invalid }
    }
    const ajv = async (file: string) => {
      let [events, invalid] = [0, 0]
      await readLines(file, (line) => {
        const { type, data } = JSON.parse(line)
        events++
        if (validators.get(type)?.(data) !== true) invalid++
      })
      return { events, invalid }
    }
    const parse = async (file: string) => {
      let events = 0
      await readLines(file, (line) => {
        if (JSON.parse(line) !== undefined) events++
      })
      return { events, invalid: 0 }
    }

    for (const run of [tidings, ajv, parse]) assert.deepEqual(await run(good), { events, invalid: 0 })
    const invalid = Math.ceil(broken / 100)
    for (const run of [tidings, ajv]) assert.deepEqual(await run(bad), { events: broken, invalid })
    const bytes = (await stat(good)).size
    return [
      {
        title: 'Validating recorded events',
        input: `${events.toLocaleString('en')} events of Mario's Pizzeria, NDJSON of ${size / 1024 / 1024} MiB`,
        contestants: [
          { name: 'JSON.parse on each line', bytes, run: () => parse(good) },
          { name: 'tidings, validateFiles', isBaseline: true, bytes, run: () => tidings(good) },
          { name: 'Ajv by hand: data alone, no context', bytes, run: () => ajv(good) },
        ],
      },
    ]
  },
})
