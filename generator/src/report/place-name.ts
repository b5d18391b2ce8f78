import { relative, sep } from 'node:path'

/** A file as people write it: relative to a folder, with `/` as the separator. A URL stays as it is. */
export function placeName(file: string, folder: string): string {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(file)) return file
  return relative(folder, file).split(sep).join('/') || '.'
}
