import { statSync } from 'node:fs'
import { isKnownFailure } from '../command-line/describe-failure.js'
import { mergeOutcomes } from '../command-line/merge-outcomes.js'
import type { LoadedSettings } from '../config/load-settings.js'
import type { Settings } from '../config/settle.js'
import { type Generated, generate } from '../generate/generate.js'
import { type Kept, keepNothingYet } from '../generate/kept.js'
import type { ReportedProject } from '../report/report.js'
import { createFileWatcher } from './watch-files.js'

/** One generation of all projects. */
export interface WatchRound extends Generated {
  readonly projects: readonly ReportedProject[]
  /** Their output folders. */
  readonly folders: readonly string[]
}

export interface WatchOptions {
  /** Ends the watching. */
  readonly signal: AbortSignal
  /** Called after each generation, also after one that found errors and wrote nothing. */
  onRound(round: WatchRound): void
  /** Called when a later generation fails for a reason outside the contract, such as a file that is gone. */
  onFailure(error: unknown): void
}

/**
 * Generates, and generates again whenever a file of the contract, the config or a template changes, until the
 * signal aborts. What goes wrong the first time is thrown; later it is told, and the watching goes on.
 */
export async function watch(load: () => Promise<LoadedSettings>, options: WatchOptions): Promise<void> {
  const { signal, onRound, onFailure } = options
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const watcher = createFileWatcher(onFailure)
  const kept = new Map<string, Kept>()
  const generateKept = (settings: Settings): Promise<Generated> => {
    const key = `${settings.project} ${settings.out}`
    const known = kept.get(key) ?? keepNothingYet()
    kept.set(key, known)
    return generate(settings, known)
  }
  let sources: readonly string[] = []
  let seen = ''
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const beganAt = Date.now()
      const { round, failures } = await tryRound(load, generateKept, sources, isFirst)
      sources = round?.sources ?? sources
      for (const failure of failures) onFailure(failure)
      await watcher.watch(sources)
      if (round !== undefined) onRound(round)
      // What changed before the watcher was ready is known by its time. Told apart by its print, so that a clock
      // that runs ahead on another machine's disk does not keep us running.
      const { print, latest } = lookAt(sources)
      const isMissed = latest >= beganAt && print !== seen
      seen = print
      if (!isMissed) await Promise.race([watcher.change(), aborted])
    }
  } finally {
    await watcher.close()
  }
}

interface Tried {
  /** Absent where nothing could be generated. */
  readonly round?: WatchRound
  readonly failures: readonly unknown[]
}

async function tryRound(
  load: () => Promise<LoadedSettings>,
  generateKept: (settings: Settings) => Promise<Generated>,
  before: readonly string[],
  isFirst: boolean,
): Promise<Tried> {
  const failures: unknown[] = []
  const attempt = async <T>(task: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await task()
    } catch (failure) {
      if (isFirst || !isKnownFailure(failure)) throw failure
      failures.push(failure)
      return undefined
    }
  }
  const loaded = await attempt(load)
  if (loaded === undefined) return { failures }
  const { projects, findings, files } = loaded
  const done: { readonly settings: Settings; readonly outcome: Generated }[] = []
  for (const settings of projects) {
    const outcome = await attempt(() => generateKept(settings))
    if (outcome !== undefined) done.push({ settings, outcome })
  }
  if (done.length === 0 && failures.length > 0) return { failures }
  const isWhole = findings.length === 0 && failures.length === 0
  return { round: roundOf(done, findings, [...(isWhole ? [] : before), ...files]), failures }
}

function roundOf(
  done: readonly { readonly settings: Settings; readonly outcome: Generated }[],
  findings: LoadedSettings['findings'],
  files: readonly string[],
): WatchRound {
  const merged = mergeOutcomes(done.map(({ settings, outcome }) => ({ project: settings.project, outcome })))
  const sources = done.flatMap(({ settings, outcome }) => [settings.contract, ...outcome.sources])
  return {
    ...merged,
    findings: [...findings, ...merged.findings],
    files: done.reduce((sum, { outcome }) => sum + outcome.files, 0),
    sources: [...new Set([...files, ...sources])],
    projects: done.map(({ settings }) => ({ name: settings.project, contract: settings.contract })),
    folders: done.map(({ settings }) => settings.out),
  }
}

function lookAt(files: readonly string[]): { readonly print: string; readonly latest: number } {
  let latest = 0
  const prints = [...new Set(files)].map((file) => {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats === undefined) return `${file} -`
    latest = Math.max(latest, Math.floor(stats.mtimeMs), Math.floor(stats.ctimeMs))
    return `${file} ${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`
  })
  return { print: prints.join('\n'), latest }
}
