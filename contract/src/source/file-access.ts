import { readFile, realpath } from 'node:fs/promises'

/** What reading a contract asks of a file system. Paths are absolute. */
export interface FileAccess {
  readFile(path: string): Promise<Uint8Array>
  /** The path with its symbolic links followed; rejects where nothing stands there. */
  realpath(path: string): Promise<string>
}

export const disk: FileAccess = {
  readFile: (path) => readFile(path),
  realpath: (path) => realpath(path),
}
