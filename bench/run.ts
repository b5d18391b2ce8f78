import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { partOf, table, withPart } from '../generator/src/fixtures/page.js'
import type { Comparison, Entry, Figures } from './entry.js'
import { installInto } from './install.js'
import { measure } from './measure.js'
import { withLines } from './summary.js'
import { page, printed, shortRow, timesTable } from './table.js'

const names = process.argv.slice(2).filter((name) => name !== '--write')
const isWritten = process.argv.includes('--write')
const entries = await load()
const unknown = names.filter((name) => !entries.some((entry) => entry.name === name))
if (unknown.length > 0) {
  throw new Error(`no entry ${unknown.join(', ')}; expected ${entries.map(({ name }) => name).join(', ')}`)
}

const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}`
console.log(machine)
const summary: (readonly [title: string, ours: string, others: string])[] = []
for (const entry of entries) {
  if (names.length > 0 && !names.includes(entry.name)) continue
  try {
    await runEntry(entry)
  } catch (error) {
    // The others are worth having all the same.
    console.error(`\n${entry.name} failed:`, error)
    process.exitCode = 1
  }
  if (isWritten) await writeSummary()
}

/** After each entry, so that a run that is ended early leaves what it found. */
async function writeSummary(): Promise<void> {
  const load = loadavg()[1]?.toFixed(1)
  const when = `On ${new Date().toISOString().slice(0, 10)}, ${machine}, load ${load} of other work and this.`
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
  const lines = withLines(partOf(readme, 'speed'), summary)
  const short = table(['', 'Tidings', 'beside it, in times as long'], lines)
  await write('docs/speed.md', 'circumstances', when)
  await write('README.md', 'speed', `${short}\n\n${when}`)
}

async function load(): Promise<readonly Entry[]> {
  const folder = join(import.meta.dirname, 'entries')
  const files = (await readdir(folder)).sort()
  return Promise.all(files.map(async (file) => (await import(join(folder, file))).default))
}

async function runEntry({ name, about, rounds = 9, packages, peers = {}, missing, prepare }: Entry): Promise<void> {
  const lack = await missing?.()
  if (lack !== undefined) {
    console.log(`\n${name}: skipped: ${lack}`)
    return
  }
  const after: (() => Promise<unknown>)[] = []
  const afterwards = (work: () => Promise<unknown>) => void after.unshift(work)
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'))
  try {
    const installed = await installInto(`tidings-bench/${name}`, peers)
    const own = await Promise.all(packages.map(withVersion))
    const theirs = Object.keys(peers).map((peer) => `${peer} ${installed.versionOf(peer)}`)
    const versions = [...own, ...theirs].join(', ')
    console.log(`\n${name}: ${about}\n${versions}`)
    const load = async <T>(peer: string) => (await installed.load(peer)) as T
    const parts: string[] = []
    for (const part of await prepare({ folder, peersFolder: installed.folder, load, afterwards })) {
      const { title, input, target, table } = 'rows' in part ? counted(part) : await timed({ rounds, ...part })
      const wanted = target === undefined ? '' : ` Target: ${target}.`
      console.log(`\n${title}: ${input}.${wanted}\n\n${printed(table)}`)
      parts.push(`**${title}**: ${input}.${wanted}\n\n${page(table)}`)
    }
    if (isWritten) await write('docs/speed.md', name, `${parts.join('\n\n')}\n\n${versions}.`)
  } finally {
    for (const work of after) await work()
    await rm(folder, { recursive: true, force: true })
  }
}

async function timed(comparison: Comparison & Required<Pick<Entry, 'rounds'>>) {
  const { contestants, rounds, warmUps, isDetail, input } = comparison
  const timings = await measure(contestants, rounds, warmUps)
  if (!isDetail) summary.push(shortRow(comparison, timings))
  return { ...comparison, input: `${input}; ${rounds} rounds`, table: timesTable(timings, comparison) }
}

function counted(figures: Figures) {
  summary.push([figures.title, ...figures.short])
  return { ...figures, table: figures }
}

async function write(file: string, part: string, text: string): Promise<void> {
  const path = join(import.meta.dirname, '..', file)
  await writeFile(path, withPart(await readFile(path, 'utf8'), part, text))
}

async function withVersion(name: string): Promise<string> {
  // Not every package lets its manifest be resolved.
  const manifest = join(import.meta.dirname, '../node_modules', name, 'package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8'))
  return `${name} ${version}`
}
