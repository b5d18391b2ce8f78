import type { Names } from '../names.js'
import type { RunStatement } from '../statement.js'
import { rowCount } from './row-count.js'

export interface ForgettingOptions<Transaction> {
  readonly transaction: <T>(run: (transaction: Transaction) => Promise<T>) => Promise<T>
  readonly statement: RunStatement
  readonly names: Names
  readonly retentionMs: number
}

const everyMs = 60_000
const batch = 1_000

/** Removes records that are too old, once in a while, in small transactions beside those of the handlers. */
export class Forgetting<Transaction> {
  readonly #options: ForgettingOptions<Transaction>
  readonly #sql: string
  #lastAt = Date.now()
  #isUnderWay = false

  constructor(options: ForgettingOptions<Transaction>) {
    this.#options = options
    const { inbox } = options.names
    this.#sql = `DELETE FROM ${inbox} WHERE ctid = ANY (ARRAY (
      SELECT ctid FROM ${inbox} WHERE handled_at < now() - $1::double precision * interval '1 millisecond'
      ORDER BY handled_at LIMIT $2::integer FOR UPDATE SKIP LOCKED
    )) RETURNING 1`
  }

  forgetNowAndThen(): void {
    if (this.#isUnderWay || Date.now() - this.#lastAt < everyMs) return
    void this.forget().catch(() => {})
  }

  /** Answers with how many were forgotten. What goes wrong is tried again next time. */
  async forget(): Promise<number> {
    this.#isUnderWay = true
    let count = 0
    try {
      for (let removed = batch; removed === batch; count += removed) removed = await this.#forgetSome()
      return count
    } finally {
      this.#lastAt = Date.now()
      this.#isUnderWay = false
    }
  }

  #forgetSome(): Promise<number> {
    const { transaction, statement, retentionMs } = this.#options
    return transaction(async (current) => rowCount(await statement(current, this.#sql, [retentionMs, batch])))
  }
}
