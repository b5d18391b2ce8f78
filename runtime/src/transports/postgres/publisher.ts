import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import { sleep } from '../../transport/sleep.js'
import { isAway } from './is-away.js'
import { type Dispatched, insertMessages, printRow } from './message-row.js'
import { reasonOf } from './reachability.js'
import type { Server } from './server.js'

type Outcome = Error | undefined

const mostRows = 500
const mostBytes = 4 * 1_048_576

/**
 * Inserts what is published, in the order published: one statement at a time, each with all that came meanwhile. So
 * many publishes at once cost few transactions, and none overtakes another.
 */
export class Publisher {
  readonly #server: Server
  readonly #sql: string
  #waiting: Waiting[] = []
  #sending: readonly Waiting[] = []
  #cancelExpiry: (() => void) | undefined
  #isRunning = false

  constructor(server: Server) {
    this.#server = server
    this.#sql = insertMessages(server.names)
  }

  carry(messages: readonly Dispatched[], signal?: AbortSignal): Promise<readonly Outcome[]> {
    const outcomes = Promise.all(messages.map((message) => this.#admit(message, signal)))
    void this.#run()
    return outcomes
  }

  /** As part of a transaction of the caller's; what goes wrong there undoes all of it. */
  async carryIn(transaction: unknown, messages: readonly Dispatched[]): Promise<readonly Outcome[]> {
    const { settings } = this.#server
    const outcomes = messages.map((message) => this.#tooLarge(message))
    const rows = messages.filter((_, index) => outcomes[index] === undefined).map(printRow)
    if (rows.length > 0) await settings.statement(transaction, this.#sql, [`[${rows.join(',')}]`])
    return outcomes
  }

  /** Nothing is tried any more. */
  close(): void {
    for (const waiting of [...this.#sending, ...this.#waiting]) waiting.end(new NotAccepted('the connection is closed'))
    this.#waiting = []
    this.#cancelExpiry?.()
  }

  #admit(message: Dispatched, signal: AbortSignal | undefined): Promise<Outcome> | Outcome {
    const refusal = this.#tooLarge(message)
    if (refusal !== undefined) return refusal
    const { clock, settings } = this.#server
    return new Promise((resolve) => {
      const abort = () => waiting.end(new NotAccepted('publishing was aborted', { cause: signal?.reason }))
      const waiting = new Waiting(printRow(message), clock.now() + settings.publishTimeoutMs, (outcome) => {
        signal?.removeEventListener('abort', abort)
        resolve(outcome)
      })
      this.#waiting.push(waiting)
      signal?.addEventListener('abort', abort, { once: true })
      if (signal?.aborted) abort()
      this.#cancelExpiry ??= clock.after(settings.publishTimeoutMs, () => this.#expire())
    })
  }

  #tooLarge({ message }: Dispatched): PayloadTooLarge | undefined {
    const { maxPayload } = this.#server.settings
    const size = message.data?.byteLength ?? 0
    return size > maxPayload ? new PayloadTooLarge(message.attributes.type, size, maxPayload) : undefined
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    // All that is published in one turn goes together.
    await undefined
    const { clock, closing, reachability } = this.#server
    for (let failures = 0; ; ) {
      this.#sending = this.#batch()
      if (this.#sending.length === 0) break
      try {
        await this.#insert(this.#sending)
        failures = 0
      } catch (error) {
        reachability.lost(error)
        this.#waiting = [...this.#sending.filter(({ isOver }) => !isOver), ...this.#waiting]
        this.#sending = []
        await sleep(Math.min(2_000, 50 * 2 ** failures++), clock, closing)
      }
    }
    this.#isRunning = false
    this.#cancelExpiry?.()
    this.#cancelExpiry = undefined
  }

  #batch(): readonly Waiting[] {
    this.#waiting = this.#waiting.filter(({ isOver }) => !isOver)
    let bytes = 0
    const end = this.#waiting.findIndex(({ row }, index) => {
      bytes += row.length
      return index === mostRows || (index > 0 && bytes > mostBytes)
    })
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end)
  }

  /** Throws while the server is away. */
  async #insert(batch: readonly Waiting[]): Promise<void> {
    const { database, patience, reachability } = this.#server
    try {
      const rows = `[${batch.map(({ row }) => row).join(',')}]`
      await database.query(this.#sql, [rows], { ...patience, isPrepared: true })
      reachability.found()
      for (const waiting of batch) waiting.end(undefined)
    } catch (error) {
      if (isAway(error)) throw error
      const [only] = batch
      if (batch.length === 1) only?.end(new NotAccepted(`postgres refused it: ${reasonOf(error)}`, { cause: error }))
      // One of them is to blame; the others are not to suffer.
      else for (const waiting of batch) if (!waiting.isOver) await this.#insert([waiting])
    }
  }

  #expire(): void {
    this.#cancelExpiry = undefined
    const { clock, reachability, settings } = this.#server
    const left = [...this.#sending, ...this.#waiting].filter(({ isOver }) => !isOver)
    for (const waiting of left) {
      if (waiting.until > clock.now()) {
        this.#cancelExpiry ??= clock.after(waiting.until - clock.now(), () => this.#expire())
        return
      }
      const reason = reachability.problem ?? 'postgres did not answer'
      waiting.end(new NotAccepted(`not accepted within ${settings.publishTimeoutMs} ms: ${reason}`))
    }
  }
}

/** One message on its way. It ends once. */
class Waiting {
  readonly row: string
  readonly until: number
  isOver = false
  readonly #settle: (outcome: Outcome) => void

  constructor(row: string, until: number, settle: (outcome: Outcome) => void) {
    this.row = row
    this.until = until
    this.#settle = settle
  }

  end(outcome: Outcome): void {
    if (this.isOver) return
    this.isOver = true
    this.#settle(outcome)
  }
}
