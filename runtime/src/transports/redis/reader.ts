import { sleep } from '../../transport/sleep.js'
import type { Reply } from './client.js'
import type { Link } from './link.js'
import { watchdogMs } from './look.js'
import type { Session } from './session.js'

/** An entry as the server hands it out: its id, and names and values one after the other. */
export type ReadEntry = readonly [id: Buffer, fields: readonly Buffer[]]
export type ReadFrom = readonly [key: Buffer, entries: readonly ReadEntry[]]

export interface Reading {
  readonly group: string
  readonly consumer: string
  readonly keys: readonly string[]
  /** The most from each of them. */
  readonly count: number
}

/**
 * Waits for new messages, and has them at once when they come. While it waits its connection is of no other use, and it
 * is called off by the server, over another: so whatever was handed out arrives before anything else is done.
 */
export class Reader {
  readonly #session: Session
  readonly #link: Link
  readonly #blockMs: number
  #reading: { isOver: boolean } | undefined

  constructor(session: Session, link: Link, blockMs: number) {
    this.#session = session
    this.#link = link
    this.#blockMs = blockMs
  }

  /** How long the server may go on giving to who waits, although nobody is there any more. */
  get longestMs(): number {
    return this.#blockMs + watchdogMs
  }

  get isConnected(): boolean {
    return this.#link.isConnected
  }

  /** Nothing where nothing comes for a while, or it is called off. Rejects as `Link.call` does. */
  async read({ group, consumer, keys, count }: Reading): Promise<readonly ReadFrom[]> {
    const command = ['XREADGROUP', 'GROUP', group, consumer, 'COUNT', String(count), 'BLOCK', String(this.#blockMs)]
    const reading = { isOver: false }
    this.#reading = reading
    try {
      const read = this.#link.call([...command, 'STREAMS', ...keys, ...keys.map(() => '>')], this.#blockMs + watchdogMs)
      return ((await read) ?? []) as readonly ReadFrom[] & Reply
    } finally {
      this.#reading = undefined
      reading.isOver = true
    }
  }

  /** Lets it wait no longer. */
  callOff(): void {
    const { id } = this.#link
    if (this.#reading !== undefined && id !== undefined) void this.#unblock(id, this.#reading)
  }

  /** Until it is no longer waiting: the server may hear of this before it hears of that. */
  async #unblock(id: number, reading: { readonly isOver: boolean }): Promise<void> {
    const { link, options } = this.#session
    try {
      while (!reading.isOver && (await link.call(['CLIENT', 'UNBLOCK', String(id)])) === 0) {
        await sleep(againMs, options.clock, never)
      }
    } catch {
      // It ends by itself before long, and so does a connection that says nothing.
    }
  }
}

const againMs = 5
const never = new AbortController().signal
