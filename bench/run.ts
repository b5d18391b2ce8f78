import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Entry } from './entry.js'
import { measure, type Timing } from './measure.js'

const names = process.argv.slice(2)
const entries = await load()
const chosen = names.length === 0 ? entries : entries.filter(({ name }) => names.includes(name))
if (chosen.length === 0) throw new Error(`expected one of ${entries.map(({ name }) => name).join(', ')}`)

console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}`,
)
for (const entry of chosen) await runEntry(entry)

async function load(): Promise<readonly Entry[]> {
  const folder = join(import.meta.dirname, 'entries')
  const files = (await readdir(folder)).sort()
  return Promise.all(files.map(async (file) => (await import(join(folder, file))).default))
}

async function runEntry({ name, about, rounds = 9, packages, prepare }: Entry): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'))
  try {
    const { input, contestants } = await prepare(folder)
    console.log(`\n${name}: ${about}`)
    console.log(`${input}; ${rounds} rounds; ${(await Promise.all(packages.map(withVersion))).join(', ')}\n`)
    const timings = await measure(contestants, rounds)
    console.log(table(timings))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withVersion(name: string): Promise<string> {
  const require = createRequire(import.meta.url)
  const { version } = JSON.parse(await readFile(require.resolve(`${name}/package.json`), 'utf8'))
  return `${name} ${version}`
}

function table(timings: readonly Timing[]): string {
  const rows = timings.map(({ name, bytes, medianMs, fastestMs, slowestMs, ratio }) => [
    name,
    `${medianMs.toFixed(0)} ms`,
    `${fastestMs.toFixed(0)} to ${slowestMs.toFixed(0)}`,
    bytes === undefined ? '' : `${(bytes / 1e3 / medianMs).toFixed(0)} MB/s`,
    ratio.toFixed(2),
  ])
  const all = [['', 'median', 'spread', 'rate', 'ratio'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const cells = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
  return all.map((row) => cells(row).join('  ').trimEnd()).join('\n')
}
