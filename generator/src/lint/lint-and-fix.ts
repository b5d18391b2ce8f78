import { chmod, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { type Change, editSource, type FileAccess, type Finding } from '@tidings/contract'
import { writeDurably } from '../output-folder/durable.js'
import { findAll, type Linted, type LintOptions } from './lint.js'
import type { Found } from './run-rules.js'

export interface Fixed extends Linted {
  /** What was mended, and how. */
  readonly fixed: readonly Mended[]
  /** The files that were changed, absolute. */
  readonly files: readonly string[]
}

export interface Mended {
  readonly finding: Finding
  readonly change: Change
}

/** More often than this nothing is mended that was not there before. */
const mostRounds = 10

/**
 * Mends what can be mended without changing what valid events mean, and says what is left. Files keep their comments
 * and layout. Only files of the project are changed, each as a whole or not at all.
 */
export async function lintAndFix(options: LintOptions): Promise<Fixed> {
  const texts = new Map<string, string>()
  const fixed: Mended[] = []
  const changedFiles: FileAccess = {
    readFile: async (path) => {
      const text = texts.get(path)
      return text === undefined ? readFile(path) : new TextEncoder().encode(text)
    },
    realpath: (path) => realpath(path),
  }
  let linted = await findAll(options, changedFiles)
  for (let round = 0; round < mostRounds; round++) {
    const mended = await mend(linted.found, linted.own, changedFiles)
    if (mended.texts.size === 0) break
    const before = new Map(texts)
    for (const [file, text] of mended.texts) texts.set(file, text)
    const again = await findAll(options, changedFiles)
    if (again.own.size === 0) {
      // what cannot be read any more was no mend
      texts.clear()
      for (const [file, text] of before) texts.set(file, text)
      break
    }
    fixed.push(...mended.fixed)
    linted = again
  }
  await writeAll(texts)
  return {
    findings: linted.found.map(({ finding }) => finding),
    suppressed: linted.suppressed,
    fixed,
    files: [...texts.keys()].sort(),
  }
}

/** The files as they are after one round of mends, in memory. */
async function mend(found: readonly Found[], own: ReadonlySet<string>, files: FileAccess) {
  const byFile = new Map<string, Mended[]>()
  for (const { finding, fix } of found) {
    const file = finding.place?.file
    if (fix === undefined || file === undefined || !own.has(file)) continue
    byFile.set(file, [...(byFile.get(file) ?? []), { finding, change: fix }])
  }
  const texts = new Map<string, string>()
  const fixed: Mended[] = []
  for (const [file, fixes] of byFile) {
    // a mark of the byte order stays where it is
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await files.readFile(file))
    const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
    const edited = await editSource(
      text.slice(mark.length),
      fixes.map(({ change }) => change),
    )
    if (edited.made.length === 0) continue
    texts.set(file, mark + edited.text)
    fixed.push(...fixes.filter(({ change }) => edited.made.includes(change)))
  }
  return { texts, fixed }
}

/** Nothing is renamed into its place before all is on the disk. */
async function writeAll(texts: ReadonlyMap<string, string>): Promise<void> {
  const staged: { from: string; to: string }[] = []
  try {
    for (const [file, text] of texts) {
      const to = await realpath(file)
      const from = `${to}.tidings-${process.pid}`
      staged.push({ from, to })
      await writeDurably(from, text)
      await chmod(from, (await stat(to)).mode)
    }
    for (const { from, to } of staged) await rename(from, to)
  } finally {
    await Promise.all(staged.map(({ from }) => rm(from, { force: true })))
  }
}
