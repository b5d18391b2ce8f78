import { randomUUID } from 'node:crypto'
import { link, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CarryOptions,
  type ConnectOptions,
  NotAccepted,
  type Outgoing,
  PayloadTooLarge,
  sleep,
} from '@tidings/runtime/transport'
import { fileName, nextPosition } from './file-name.js'
import { ifThere, isMissing, removed, syncFolder } from './files.js'
import { layout } from './layout.js'
import { writeMessage } from './message-file.js'
import type { DirectorySettings } from './options.js'
import type { Subscriptions } from './subscriptions.js'

const retryMs = 100

/** Puts messages into the folders of the subscriptions that take them. */
export class Carrier {
  readonly #settings: DirectorySettings
  readonly #subscriptions: Subscriptions
  readonly #options: ConnectOptions
  readonly #lanes: Promise<unknown>[] = []
  #next = 0

  constructor(settings: DirectorySettings, subscriptions: Subscriptions, options: ConnectOptions) {
    this.#settings = settings
    this.#subscriptions = subscriptions
    this.#options = options
  }

  async carry(messages: readonly Outgoing[], { signal = never }: CarryOptions = {}): Promise<(Error | undefined)[]> {
    const until = this.#options.clock.now() + this.#settings.publishTimeoutMs
    const outcomes: (Error | undefined)[] = []
    for (const message of messages) outcomes.push(await this.#accept(message, until, signal))
    return outcomes
  }

  /** Why it was not accepted. While the directory is away or full it is tried again, until the time is up. */
  async #accept(outgoing: Outgoing, until: number, signal: AbortSignal): Promise<Error | undefined> {
    const { maxPayload, mode, path, publishTimeoutMs } = this.#settings
    const { clock } = this.#options
    const { attributes, data } = outgoing.message
    if (data !== undefined && data.length > maxPayload) {
      return new PayloadTooLarge(attributes.type, data.length, maxPayload)
    }
    const bytes = writeMessage(outgoing, mode)
    const position = nextPosition(clock.now())
    for (;;) {
      if (signal.aborted) return new NotAccepted('publishing was aborted', { cause: signal.reason })
      try {
        await this.#inTurn(() => this.#put(outgoing, position, bytes))
        return undefined
      } catch (cause) {
        const why = `the directory ${path} took no message for ${publishTimeoutMs} ms: ${(cause as Error).message}`
        if (clock.now() >= until) return new NotAccepted(why, { cause })
        await sleep(Math.min(retryMs, until - clock.now()), clock, signal)
      }
    }
  }

  /** One file for all of them: on disk first, then under a name in each folder. Nobody sees half of it. */
  async #put({ place }: Outgoing, position: string, bytes: Uint8Array): Promise<void> {
    const takers = await this.#subscriptions.takersOf(place)
    if (takers.length === 0) return
    // Another one for each attempt: what an earlier one gave may be being read, and must stay as it is.
    const temporary = join(layout.temporary(this.#settings.path), randomUUID())
    const name = fileName({ position, deliveries: 0, redrives: 0, at: 0 })
    try {
      await writeFile(temporary, bytes, { flush: true })
      for (const taker of takers) await this.#give(temporary, join(taker, 'new'), name)
    } finally {
      await removed(temporary)
    }
  }

  async #give(temporary: string, folder: string, name: string): Promise<void> {
    try {
      await link(temporary, join(folder, name))
      await syncFolder(folder)
    } catch (error) {
      // Given before, by an attempt that failed later.
      if ((error as { code?: unknown }).code === 'EEXIST') return syncFolder(folder)
      // Somebody removed the subscription, or else the whole directory is away.
      if (isMissing(error) && (await ifThere(syncFolder(folder).then(() => true))) === undefined) {
        return syncFolder(this.#settings.path)
      }
      throw error
    }
  }

  /** A few at a time: a disk forces several as fast as one, and however many are published, few files are open. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const lane = this.#next++ % 8
    const turn = (this.#lanes[lane] ?? Promise.resolve()).then(act)
    this.#lanes[lane] = turn.catch(() => {})
    return turn
  }
}

const never = new AbortController().signal
