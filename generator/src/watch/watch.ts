import { statSync } from 'node:fs'
import { isKnownFailure } from '../command-line/describe-failure.js'
import type { LoadedSettings } from '../config/load-settings.js'
import type { Generated } from '../generate/generate.js'
import { generate } from '../generate/generate.js'
import { createFileWatcher } from './watch-files.js'

export interface WatchOptions {
  /** Ends the watching. */
  readonly signal: AbortSignal
  /** Called after each generation, also after one that found errors and wrote nothing. */
  onRound(round: Generated): void
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
  let sources: readonly string[] = []
  let seen = ''
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const beganAt = Date.now()
      const round = await tryRound(load, sources, isFirst)
      if ('failure' in round) onFailure(round.failure)
      else sources = round.sources
      await watcher.watch(sources)
      if (!('failure' in round)) onRound(round)
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

async function tryRound(
  load: () => Promise<LoadedSettings>,
  before: readonly string[],
  isFirst: boolean,
): Promise<Generated | { readonly failure: unknown }> {
  try {
    const { settings, findings, files } = await load()
    if (settings === undefined) return { findings, notes: [], changes: [], files: 0, sources: [...before, ...files] }
    const generated = await generate(settings)
    return { ...generated, sources: [...new Set([settings.contract, ...files, ...generated.sources])] }
  } catch (failure) {
    if (isFirst || !isKnownFailure(failure)) throw failure
    return { failure }
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
