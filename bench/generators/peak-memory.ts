import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** The most memory that a Node process held at once, in MB, until its end. */
export async function peakMemory(...args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-memory-'))
  try {
    const [preload, told] = [join(folder, 'tell-peak.mjs'), join(folder, 'peak.txt')]
    await writeFile(preload, tellPeak)
    await promisify(execFile)(process.execPath, ['--import', pathToFileURL(preload).href, ...args], {
      env: { ...process.env, TIDINGS_PEAK: told },
      maxBuffer: 2 ** 28,
    })
    return Number(await readFile(told, 'utf8')) / 1e3
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** How much each thousand adds, by the line that fits best. */
export function slope(points: readonly (readonly [events: number, megabytes: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - meanX, y - meanY), 0)
  return (1_000 * sum((x, y) => x * y)) / sum((x) => x * x)
}

// On Linux, what a process is said to have used at most counts what its parent held when it was started.
const tellPeak = `import { readFileSync, writeFileSync } from 'node:fs'
process.on('exit', () => {
  let kilobytes = process.resourceUsage().maxRSS
  try {
    kilobytes = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  } catch {}
  writeFileSync(process.env.TIDINGS_PEAK, String(kilobytes))
})
`
