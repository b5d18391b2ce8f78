import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One event, as it stands in a ledger. */
export interface Entry {
  readonly key: string
  readonly number: number
  readonly id: string
  /** The process that wrote it. */
  readonly process: number
}

/**
 * What processes write down outside of everything that is on trial. A line that was written is with the kernel, and
 * outlives a SIGKILL; several processes may append to one ledger.
 */
export interface Ledger {
  write(entry: Omit<Entry, 'process'>): void
  /** In the order written. */
  read(): readonly Entry[]
}

export function ledgerIn(folder: string, name: string): Ledger {
  const file = join(folder, `${name}.ledger`)
  return {
    write({ key, number, id }) {
      appendFileSync(file, `${key} ${number} ${id} ${process.pid}\n`)
    },
    read: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(parse) : []),
  }
}

function parse(line: string): Entry {
  const [key = '', number, id = '', pid] = line.split(' ')
  return { key, number: Number(number), id, process: Number(pid) }
}
