import { relative, sep } from 'node:path'

/** Whether a place is in no file of the disk: it has a URL, or is in a git revision (`git:REV:path`). */
export const isElsewhere = (file: string): boolean => /^(?:git:|[a-z][a-z\d+.-]+:\/\/)/i.test(file)

/** A file as people write it: relative to a folder, with `/` as the separator. What is elsewhere stays as it is. */
export function placeName(file: string, folder: string): string {
  return isElsewhere(file) ? file : relative(folder, file).split(sep).join('/') || '.'
}
