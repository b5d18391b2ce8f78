import type { Holding } from '../../transport/holding.js'
import type { Row } from './database.js'
import { type CarriedRow, readRow } from './message-row.js'
import type { Receipt } from './settle.js'

export class PostgresHolding implements Holding, Receipt {
  readonly position: string
  readonly token: string
  readonly redeliveries: number
  /** What is handled in order with it; empty where nothing is. */
  readonly lane: string
  /** Somebody deleted the message by hand, and left its row in the queue. */
  readonly isEmpty: boolean
  readonly #carried: CarriedRow

  constructor(row: Row, token: string) {
    this.position = String(row['position'])
    this.token = token
    this.redeliveries = Number(row['redeliveries'])
    this.lane = String(row['lane'])
    this.isEmpty = row['address'] === null
    this.#carried = readRow(row)
  }

  get place() {
    return this.#carried.place
  }

  get message() {
    return this.#carried.message
  }

  get unreadable() {
    return this.#carried.unreadable
  }

  get key() {
    return this.#carried.key
  }

  get trace() {
    return this.#carried.trace
  }

  /** Which of a bus's transports is to carry it on; of what an outbox recorded. */
  get server() {
    return this.#carried.server
  }
}
