import type { Finding } from '@tidings/contract'
import { readJournal } from './journal.js'
import { isLocked } from './lock.js'
import { manifestOf } from './manifest.js'
import { hasWorkFolder, openOutputFolder } from './open-output-folder.js'
import type { OutputFile } from './output-file.js'
import {
  extra,
  extraAndEdited,
  generating,
  manifestOutdated,
  missing,
  outdated,
  unfinished,
} from './output-findings.js'
import { manifestName } from './output-path.js'
import { planOutput } from './plan-output.js'
import { isStaged } from './recover-output.js'

/** Says file by file what is not current in `folder`. Writes nothing at all. */
export async function checkOutput(
  folder: string,
  files: readonly OutputFile[],
  { contents }: { readonly contents: string },
): Promise<readonly Finding[]> {
  const real = (await openOutputFolder(folder)) ?? folder
  const plan = await planOutput(real, files, manifestOf(files, contents))
  const drift = [
    ...plan.refusals,
    ...plan.writes.map((write) => (write.before === undefined ? missing(real, write.path) : outdated(real, write))),
    ...plan.removals.map(({ path }) => extra(real, path)),
    ...plan.abandoned.map((path) => extraAndEdited(real, path)),
  ]
  // Where files differ, their manifest differs too, and nobody needs to be told.
  const isManifestAlone = plan.isManifestOutdated && drift.length === 0
  return [...(await halfWay(real)), ...drift, ...(isManifestAlone ? [manifestOutdated(real, manifestName)] : [])]
}

async function halfWay(folder: string): Promise<readonly Finding[]> {
  if (!(await hasWorkFolder(folder))) return []
  if (await isLocked(folder)) return [generating(folder)]
  if ((await readJournal(folder)) !== undefined) return [unfinished(folder, 'error')]
  // Nothing had begun but staging: the output is what it was before.
  return (await isStaged(folder)) ? [unfinished(folder, 'info')] : []
}
