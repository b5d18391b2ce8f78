import { join } from 'node:path'
import type { Finding, Severity } from '@tidings/contract'
import type { PlannedWrite } from './planned-write.js'

/** A template asks for a path that generation never writes. */
export const refusedPath = (path: string, reason: string): Finding => ({
  rule: 'output-path',
  severity: 'error',
  message: `the output file ${JSON.stringify(path)} ${reason}; expected a path of its own inside the output folder`,
  mend: 'Give the file another path in its template.',
})

export const wrongContents = (folder: string, found: string, wanted: string): Finding => ({
  rule: 'output-contents',
  severity: 'error',
  message: `the output folder holds ${named(found)}; expected a folder for ${named(wanted)}`,
  place: at(join(folder, '.tidings-manifest.json')),
  mend: `Give ${named(wanted)} a folder of their own with --out.`,
})

const named = (contents: string): string => (contents === 'typescript' ? 'the TypeScript SDK' : `${contents} models`)

export const usersFileInTheWay = (folder: string, path: string): Finding => ({
  rule: 'output-taken',
  severity: 'error',
  message: `${path} was not written by Tidings, and a generated file belongs there`,
  place: at(join(folder, path)),
  mend: 'Move or delete the file, or choose another folder with --out.',
})

export const obstacleInTheWay = (
  folder: string,
  path: string,
  { at: obstacle, what }: { readonly at: string; readonly what: string },
): Finding => ({
  rule: 'output-taken',
  severity: 'error',
  message: `${what} stands at ${obstacle}, where ${path} belongs`,
  place: at(join(folder, obstacle)),
  mend: `Move or delete it, or choose another folder with --out.`,
})

export const handEdited = (folder: string, path: string): Finding =>
  warning(folder, path, 'was edited by hand; its contents were replaced', 'Change the contract or a template instead.')

export const unlistedFile = (folder: string, path: string): Finding =>
  warning(
    folder,
    path,
    'is a generated file that the manifest does not name; its contents were replaced',
    'Commit .tidings-manifest.json together with the files that it names.',
  )

export const handEditedAndGone = (folder: string, path: string): Finding =>
  warning(
    folder,
    path,
    'was edited by hand and no longer belongs to the contract; it was left in place and is yours now',
    'Delete it when you do not need it.',
  )

/** A file came to stand where ours should go while we were at work. */
export const takenMeanwhile = (folder: string, path: string): Finding =>
  warning(folder, path, 'changed while it was being generated; it was left as it is', 'Run tidings generate again.')

const warning = (folder: string, path: string, what: string, mend: string): Finding => ({
  rule: 'output-edited',
  severity: 'warning',
  message: `${path} ${what}`,
  place: at(join(folder, path)),
  mend,
})

const runGenerate = 'Run tidings generate, and commit what it writes.'

export const missing = (folder: string, path: string): Finding => ({
  rule: 'output-missing',
  severity: 'error',
  message: `${path} is missing; the contract asks for it`,
  place: at(join(folder, path)),
  mend: runGenerate,
})

/** Points to the first line that differs. */
export function outdated(folder: string, { path, text, before, state }: PlannedWrite): Finding {
  const isEdited = state === 'edited'
  const found = (before?.text ?? '').split(/\r?\n/)
  const wanted = text.split(/\r?\n/)
  const line = wanted.findIndex((expected, index) => expected !== found[index])
  const index = line === -1 ? wanted.length : line
  const expected = wanted[index]
  return {
    rule: isEdited ? 'output-edited' : 'output-outdated',
    severity: 'error',
    message: [
      `${path} ${isEdited ? 'was edited by hand' : 'is not what the contract asks for'};`,
      expected === undefined ? 'expected it to end before this line' : `expected this line to read ${quoted(expected)}`,
    ].join(' '),
    place: { ...at(join(folder, path)), line: Math.min(index + 1, found.length) },
    mend: isEdited ? `Change the contract or a template instead. ${runGenerate}` : runGenerate,
  }
}

function quoted(line: string): string {
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line)
}

export const extraAndEdited = (folder: string, path: string): Finding => ({
  rule: 'output-edited',
  severity: 'error',
  message: `${path} was edited by hand and no longer belongs to the contract; expected no such generated file`,
  place: at(join(folder, path)),
  mend: 'Delete it, or keep it as your own: tidings generate leaves it in place and out of the manifest.',
})

export const extra = (folder: string, path: string): Finding => ({
  rule: 'output-extra',
  severity: 'error',
  message: `${path} no longer belongs to the contract; expected no such file`,
  place: at(join(folder, path)),
  mend: 'Run tidings generate, which removes it, and commit that.',
})

export const manifestOutdated = (folder: string, path: string): Finding => ({
  rule: 'output-outdated',
  severity: 'error',
  message: `${path} does not name the generated files as they are`,
  place: at(join(folder, path)),
  mend: runGenerate,
})

export const unfinished = (folder: string, severity: Severity): Finding => ({
  rule: 'output-unfinished',
  severity,
  message: `a generation into ${JSON.stringify(folder)} was ended half-way; expected it to be complete`,
  mend: 'Run tidings generate, which completes or undoes it.',
})

export const recovered = (folder: string, how: 'completed' | 'undone'): Finding => ({
  rule: 'output-unfinished',
  severity: 'info',
  message: `an earlier generation into ${JSON.stringify(folder)} was ended half-way; it has been ${how}`,
  mend: 'Nothing to do.',
})

export const generating = (folder: string): Finding => ({
  rule: 'output-unfinished',
  severity: 'error',
  message: `another process is generating into ${JSON.stringify(folder)} at this moment`,
  mend: 'Check again when it is done.',
})

const at = (file: string) => ({ file, line: 1, column: 1 })
