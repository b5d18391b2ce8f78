import { randomUUID } from 'node:crypto'
import { folderName } from './folder-name.js'

/**
 * What is known of a message without opening its file. It stands in the file's name, and every change of it is one
 * rename: of two who try, one succeeds, and the other finds no such file.
 */
export interface FileState {
  /** Unique in its subscription. Sorted, what was carried earlier comes first. */
  readonly position: string
  /** How often it was handed out since it was carried, or last redriven. */
  readonly deliveries: number
  readonly redrives: number
  /** Milliseconds since 1970. In `new`, when it may be handed out; in `held`, until when; in `dead`, since when. */
  readonly at: number
}

export const fileName = ({ position, deliveries, redrives, at }: FileState): string =>
  `${position}_${deliveries}_${redrives}_${at}`

/** Also of a file that another program put there, under a name of its own. */
export function readFileName(name: string): FileState {
  const [, position, deliveries, redrives, at] = /^([^_]+)_(\d{1,9})_(\d{1,9})_(\d{1,15})$/.exec(name) ?? []
  if (position === undefined) {
    return { position: `${folderName(name)}-${randomUUID()}`, deliveries: 0, redrives: 0, at: 0 }
  }
  return { position, deliveries: Number(deliveries), redrives: Number(redrives), at: Number(at) }
}

let count = 0
const origin = randomUUID().slice(0, 8)

/** The position of what is carried now. */
export function nextPosition(now: number): string {
  count += 1
  return `${String(now).padStart(14, '0')}-${origin}-${String(count).padStart(9, '0')}`
}
