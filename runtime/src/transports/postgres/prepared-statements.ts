import { createHash } from 'node:crypto'
import type { Row } from './database.js'

/**
 * Names for statements, so that a server parses and plans each once for each of its connections. A pooler between may
 * give a connection whose statements are others'. So a name says what the statement is, no two ever share one, and once
 * a name is refused, which is before anything was done, statements have none any more.
 */
export class PreparedStatements {
  readonly #names = new Map<string, string>()
  #areRefused = false

  async run(sql: string, work: (name: string | undefined) => Promise<readonly Row[]>): Promise<readonly Row[]> {
    if (this.#areRefused) return work(undefined)
    try {
      return await work(this.#nameOf(sql))
    } catch (error) {
      if (!refusals.includes(Object(error).code)) throw error
      this.#areRefused = true
      return work(undefined)
    }
  }

  #nameOf(sql: string): string {
    const known = this.#names.get(sql)
    if (known !== undefined) return known
    const name = `tidings_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
    this.#names.set(sql, name)
    return name
  }
}

/** It is not there, it is there already, or the tables have changed since. */
const refusals: readonly unknown[] = ['26000', '42P05', '0A000']
