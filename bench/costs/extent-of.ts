import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Code } from './codes.js'

/** Lines and bytes of source, for each event. */
export async function extentOf({ folder }: Code, events: number) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))
  const sum = (of: (text: string) => number) => texts.reduce((total, text) => total + of(text), 0) / events
  return { lines: sum((text) => text.split('\n').length - 1), bytes: sum((text) => Buffer.byteLength(text)) }
}
