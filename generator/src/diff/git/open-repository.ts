import { join } from 'node:path'
import { WrongUsage } from '../../command-line/wrong-usage.js'
import { runGit } from './run-git.js'

/** The repository that a folder belongs to. */
export interface Repository {
  /** Its top folder, absolute. */
  readonly top: string
  /** The way from its top to the folder, with `/`; empty, or with one at the end. */
  readonly prefix: string
  /** The files of a revision; of the index where the revision is empty. Throws `WrongUsage` where there is none. */
  listFiles(revision: string): Promise<readonly GitFile[]>
  /** The tags that a glob matches, the oldest version first. */
  tags(glob: string): Promise<readonly string[]>
}

export interface GitFile {
  /** From the top, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'link' | 'submodule'
  readonly object: string
}

export async function openRepository(folder: string): Promise<Repository> {
  const { ok, output, complaint } = await runGit(folder, ['rev-parse', '--show-toplevel', '--show-prefix'])
  if (!ok) throw new WrongUsage(`${folder} is in no git repository (${complaint}); expected one, for what "git:" names`)
  const [top = folder, prefix = ''] = output.split('\n')
  return {
    top: join(top),
    prefix,
    async listFiles(revision) {
      if (revision === '') return readIndex(await runGit(top, ['ls-files', '--stage', '-z']))
      const known = await runGit(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{tree}`])
      if (!known.ok) throw new WrongUsage(await tellUnknown(top, revision))
      return readTree(await runGit(top, ['ls-tree', '-r', '-z', '--full-tree', known.output.trim()]))
    },
    async tags(glob) {
      const { output } = await runGit(top, ['tag', '--list', '--sort=version:refname', '--', glob])
      return output.split('\n').filter((tag) => tag !== '')
    },
  }
}

/** `<mode> blob <object>\t<path>`, each ended by NUL. */
const readTree = ({ output }: { readonly output: string }): GitFile[] =>
  entriesOf(output, /^(\d+) \w+ ([\da-f]+)\t(.*)$/s)

/** `<mode> <object> <stage>\t<path>`; while a merge is on, a file has several stages. */
const readIndex = ({ output }: { readonly output: string }): GitFile[] =>
  entriesOf(output, /^(\d+) ([\da-f]+) [0-3]\t(.*)$/s)

function entriesOf(output: string, form: RegExp): GitFile[] {
  return output.split('\0').flatMap((entry): GitFile[] => {
    const [, mode = '', object = '', path = ''] = form.exec(entry) ?? []
    if (path === '') return []
    return [{ path, object, kind: mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file' }]
  })
}

async function tellUnknown(top: string, revision: string): Promise<string> {
  const { output } = await runGit(top, ['rev-parse', '--is-shallow-repository'])
  const hint =
    output.trim() === 'true'
      ? 'the clone is shallow: fetch what is missing, as with "git fetch --unshallow", or fetch-depth: 0 of actions/checkout'
      : 'fetch it, or name another branch, tag or commit'
  return `git knows no revision "${revision}" in ${top}; ${hint}`
}
