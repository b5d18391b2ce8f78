import { readFile, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { FileAccess } from '@tidings/contract'
import type { GitFile, Repository } from './open-repository.js'
import { createObjectReader } from './read-objects.js'

/** The files of one revision, at the paths that they have in the working tree. */
export interface RevisionFiles extends FileAccess {
  /** What stands at a path (from the top, with `/`), symbolic links followed. */
  kindOf(path: string): Promise<'file' | 'folder' | undefined>
  /** Paths from the top, with `/`. */
  readonly paths: readonly string[]
  close(): void
}

const mostLinks = 40

export async function openRevision({ top, listFiles }: Repository, revision: string): Promise<RevisionFiles> {
  const files = new Map((await listFiles(revision)).map((file) => [file.path, file]))
  const folders = foldersOf(files.keys())
  const objects = createObjectReader(top)

  /** The path without symbolic links; throws where it leads nowhere. */
  const follow = async (path: string): Promise<string> => {
    let left = path.split('/').filter((part) => part !== '')
    let done: string[] = []
    for (let links = 0; left.length > 0; ) {
      const [part = '', ...rest] = left
      left = rest
      if (part === '.') continue
      if (part === '..') {
        if (done.length === 0) throw failure('ENOENT', `${path} leads out of the repository`)
        done = done.slice(0, -1)
        continue
      }
      const at = [...done, part].join('/')
      const file = files.get(at)
      if (file?.kind === 'submodule')
        throw failure('ESUBMODULE', `${at} is a submodule, whose files the revision does not hold`)
      if (file?.kind === 'link') {
        if (++links > mostLinks) throw failure('ELOOP', path)
        const target = (await objects.read(file.object)).toString('utf8')
        if (target.startsWith('/')) throw failure('ENOENT', `the symbolic link ${at} leads out of the repository`)
        left = [...target.split('/'), ...left]
        continue
      }
      if (file === undefined && !folders.has(at)) throw failure('ENOENT', path)
      if (file !== undefined && left.length > 0) throw failure('ENOTDIR', path)
      done = [...done, part]
    }
    return done.join('/')
  }

  const inside = (path: string): string | undefined => {
    const way = relative(top, path).split(sep).join('/')
    return way === '..' || way.startsWith('../') ? undefined : way
  }

  return {
    paths: [...files.keys()],
    async kindOf(path) {
      const real = await follow(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      })
      if (real === undefined) return undefined
      return files.has(real) ? 'file' : 'folder'
    },
    // What stands outside the repository is of no revision.
    async readFile(path) {
      const way = inside(path)
      if (way === undefined) return readFile(path)
      const file: GitFile | undefined = files.get(await follow(way))
      if (file === undefined) throw failure('EISDIR', path)
      return objects.read(file.object)
    },
    async realpath(path) {
      const way = inside(path)
      if (way === undefined) return realpath(path)
      // Not among the files, and what marks the project's root.
      if (way === '.git') return path
      return join(top, await follow(way))
    },
    close: () => objects.close(),
  }
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return folders
}

const failure = (code: string, message: string): NodeJS.ErrnoException => Object.assign(new Error(message), { code })
