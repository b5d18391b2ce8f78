import { createHash } from 'node:crypto'

/**
 * Any text as the name of a folder. No two texts have the same, also where a file system ignores case: whatever is
 * not a small letter, a digit or `-` is written as its bytes.
 */
export function folderName(text: string): string {
  const name = text.replace(/[^a-z0-9-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
  if (name.length <= 120) return name
  // File systems end at 255 bytes.
  return `${name.slice(0, 80)}~${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}
