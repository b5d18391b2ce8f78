import { table as markdown } from '../generator/src/fixtures/page.js'
import type { Comparison } from './entry.js'
import type { Timing } from './measure.js'

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands under it. */
  readonly notes?: readonly string[]
}

/** What a comparison came to; who cannot do it says so. */
export function timesTable(timings: readonly Timing[], { times = 1, cannot = {} }: Comparison): Table {
  const isOfSingles = timings.some(({ p99Ms }) => p99Ms !== undefined)
  return {
    head: isOfSingles ? ['', 'p50', 'spread', 'p99', 'ratio'] : ['', 'median', 'spread', 'rate', 'ratio'],
    rows: [
      ...timings.map((timing) => [
        timing.name,
        duration(timing.medianMs / times),
        `${duration(timing.fastestMs / times)} to ${duration(timing.slowestMs / times)}`,
        timing.p99Ms === undefined ? rateOf(timing) : duration(timing.p99Ms),
        ratioText(timing.ratio),
      ]),
      ...Object.keys(cannot).map((name) => [name, 'cannot']),
    ],
    notes: [...new Set(Object.values(cannot))].map((why) => {
      const names = Object.keys(cannot).filter((name) => cannot[name] === why)
      return `${names.join('; ')}: ${why}.`
    }),
  }
}

/** For a terminal. */
export function printed({ head, rows, notes }: Table): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const cells = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
  return withNotes(all.map((row) => cells(row).join('  ').trimEnd()).join('\n'), notes)
}

/** For a page. */
export const page = ({ head, rows, notes }: Table): string => withNotes(markdown(head, rows), notes)

const withNotes = (text: string, notes: readonly string[] = []): string => [text, ...notes].join('\n\n')

/** One line for the README: what it is, how long we take, and how many times as long the others. */
export function shortRow(
  { title, times = 1, contestants, cannot = {} }: Comparison,
  timings: readonly Timing[],
): readonly [title: string, ours: string, others: string] {
  const baseline = contestants.find(({ isBaseline }) => isBaseline) ?? contestants[0]
  const ours = timings.find(({ name }) => name === baseline?.name)
  const others = timings.filter((timing) => timing !== ours).map(({ name, ratio }) => `${name} ${ratioText(ratio)}`)
  const unable = Object.keys(cannot).map((name) => `${name} cannot`)
  return [title, duration((ours?.medianMs ?? Number.NaN) / times), [...others, ...unable].join('; ')]
}

function rateOf({ bytes, events, medianMs }: Timing): string {
  if (events !== undefined) return `${Math.round((events / medianMs) * 1e3).toLocaleString('en')}/s`
  return bytes === undefined ? '' : `${(bytes / 1e3 / medianMs).toFixed(0)} MB/s`
}

export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  if (ms >= 1) return `${ms.toFixed(ms >= 100 ? 0 : 1)} ms`
  return ms >= 0.001 ? `${(ms * 1000).toFixed(ms >= 0.1 ? 0 : 1)} µs` : `${(ms * 1e6).toFixed(0)} ns`
}

/** Two figures that say something, where it is small. */
export const ratioText = (ratio: number): string => (ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(1))
