import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syntheticContract } from '../data/synthetic-contract.js'
import { defineEntry } from '../entry.js'
import { checkGenerated } from '../generators/check-generated.js'
import { placePrograms } from '../generators/generators.js'
import { peakMemory, slope } from '../generators/peak-memory.js'
import { publishedCommand } from '../generators/tidings.js'

const sizes = [100, 1_000, 2_500, 5_000]

export default defineEntry({
  name: 'generate-memory',
  about: 'the most memory that a process holds while it generates, and how that grows',
  packages: ['tidings'],
  peers: { '@asyncapi/parser': '3.6.6' },
  async prepare({ folder, peersFolder }) {
    await placePrograms(peersFolder)
    const command = await publishedCommand()
    const processes = {
      'tidings generate': (file: string, out: string) => [command, 'generate', file, '--out', out],
      '@asyncapi/parser, writes nothing': (file: string) => [join(peersFolder, 'asyncapi-parser.mjs'), file],
    }
    const peaks = new Map<string, [number, number][]>(Object.keys(processes).map((name) => [name, []]))
    for (const events of sizes) {
      const [file, out] = [join(folder, `${events}.json`), join(folder, 'generated')]
      await writeFile(file, syntheticContract(events))
      await mkdir(out)
      for (const [name, args] of Object.entries(processes)) {
        peaks.get(name)?.push([events, await peakMemory(...args(file, out))])
      }
      const words = new Set(Array.from({ length: events }, (_, index) => `kind-${index}`))
      await checkGenerated(out, { events, words }, 'tidings generate')
      await rm(out, { recursive: true })
    }
    const rows = [...peaks].map(([name, points]) => ({ name, points, growth: slope(points) }))
    const [ours, ...others] = rows.map(({ growth }) => `${growth.toFixed(0)} MB`)
    return [
      {
        title: 'Memory for each 1,000 events more',
        input: `the peak of a whole process, one run each; a synthetic document of up to 5,000 events`,
        head: ['', ...sizes.map((events) => `${events.toLocaleString('en')} events`), 'for each 1,000 more'],
        rows: rows.map(({ name, points, growth }) => [
          name,
          ...points.map(([, megabytes]) => `${megabytes.toFixed(0)} MB`),
          `${growth.toFixed(0)} MB`,
        ]),
        short: [ours ?? '', `@asyncapi/parser, writes nothing ${others.join()}`],
      },
    ]
  },
})
