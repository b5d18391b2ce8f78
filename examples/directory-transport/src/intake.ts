import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConnectOptions, DeadLetterDetails, Holding, Intake, SubscriptionPlace } from '@tidings/runtime/transport'
import { Bell } from './bell.js'
import { Custody } from './custody.js'
import { bury } from './dead-letters.js'
import { type FileState, fileName, readFileName } from './file-name.js'
import { isMissing, moved, namesIn, removed } from './files.js'
import { layout } from './layout.js'
import { readMessage } from './message-file.js'
import type { DirectorySettings } from './options.js'

/** One instance's end of a subscription: moves files from `new` to `held`, and from there to wherever they end. */
export class DirectoryIntake implements Intake {
  readonly leaseMs: number
  readonly #folder: string
  readonly #place: SubscriptionPlace
  readonly #settings: DirectorySettings
  readonly #options: ConnectOptions
  readonly #bell: Bell
  readonly #custody = new Custody()
  /** Names seen in `new`, the oldest last. Some may be gone by now. */
  #seen: string[] = []
  #lookAgainAt = 0
  #receiving: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  constructor(folder: string, place: SubscriptionPlace, settings: DirectorySettings, options: ConnectOptions) {
    this.#folder = folder
    this.#place = place
    this.#settings = settings
    this.#options = options
    this.leaseMs = settings.leaseMs
    this.#bell = new Bell(join(folder, 'new'), options.clock)
  }

  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const receiving = this.#receive(max, signal)
    this.#receiving = receiving.catch(() => {})
    return receiving
  }

  acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#settle(holdings, (file) => removed(this.#held(file)))
  }

  return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const at = delayMs > 0 ? this.#now() + delayMs : 0
    return this.#settle(holdings, (file) => moved(this.#held(file), this.#new({ ...file, at })))
  }

  extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return lostOf(holdings, (holding) =>
      this.#custody.change(holding, async (file) => {
        const longer = { ...file, at: this.#now() + this.leaseMs }
        return (await moved(this.#held(file), this.#held(longer))) ? longer : undefined
      }),
    )
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const folder = this.#folder
    const temporary = layout.temporary(this.#settings.path)
    const isParked = await this.#custody.end(holding, (file) =>
      bury({ folder, held: this.#held(file), file: { ...file, at: this.#now() }, details, temporary }),
    )
    this.#bell.ring()
    return isParked
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    while (this.#closed === undefined && !signal.aborted) {
      this.#bell.silence()
      const taken = await this.#take(Math.min(max, this.#place.prefetch - this.#custody.size))
      if (taken.length > 0) return taken
      await this.#bell.wait(this.#settings.pollMs, signal)
    }
    return []
  }

  async #take(room: number): Promise<readonly Holding[]> {
    if (room < 1) return []
    // Looks again before all are gone: among what somebody returned, or lost, may be what waited longest.
    if (this.#seen.length === 0 || this.#now() >= this.#lookAgainAt) this.#seen = await this.#look()
    const taken: Holding[] = []
    try {
      for (let name = this.#seen.pop(); name !== undefined; name = this.#seen.pop()) {
        const holding = await this.#claim(name)
        if (holding !== undefined && taken.push(holding) === room) break
      }
    } catch (error) {
      // What was taken is handed out; what lasts will be told the next time.
      if (taken.length === 0) throw error
    }
    return taken
  }

  /** What may be handed out now. What somebody holds for too long, being killed perhaps, is among it the next time. */
  async #look(): Promise<string[]> {
    const now = this.#now()
    this.#lookAgainAt = now + this.#settings.pollMs
    try {
      for (const name of await namesIn(join(this.#folder, 'held'))) {
        const file = readFileName(name)
        if (file.at < now && (await moved(join(this.#folder, 'held', name), this.#new({ ...file, at: 0 })))) {
          this.#bell.ring()
        }
      }
      const names = await namesIn(join(this.#folder, 'new'))
      return names.filter((name) => readFileName(name).at <= now).sort((one, other) => (one < other ? 1 : -1))
    } catch (cause) {
      if (!isMissing(cause)) throw cause
      const mend = 'bring the directory back, or start a bus again, which makes the subscription'
      throw new Error(`subscription ${this.#place.name} is gone: there is no ${this.#folder}; ${mend}`, { cause })
    }
  }

  /** Whoever renames it first has it. */
  async #claim(name: string): Promise<Holding | undefined> {
    const waiting = readFileName(name)
    const file = { ...waiting, deliveries: waiting.deliveries + 1, at: this.#now() + this.leaseMs }
    if (!(await moved(join(this.#folder, 'new', name), this.#held(file)))) return undefined
    const bytes = await readFile(this.#held(file)).catch((cause: Error) => {
      // It stands in nobody's way, and comes again when its lease ends.
      throw new Error(`cannot read ${this.#held(file)}: ${cause.message}`, { cause })
    })
    const holding = { ...readMessage(bytes, this.#firstSource()), redeliveries: waiting.deliveries }
    this.#custody.add(holding, file)
    return holding
  }

  async #settle(
    holdings: readonly Holding[],
    settle: (file: FileState) => Promise<boolean>,
  ): Promise<readonly Holding[]> {
    const lost = lostOf(holdings, (holding) =>
      // Where it fails, it comes again when its lease ends.
      this.#custody.end(holding, settle).finally(() => this.#custody.forget(holding)),
    )
    // There is room for more.
    return lost.finally(() => this.#bell.ring())
  }

  async #close(): Promise<void> {
    this.#bell.close()
    await this.#receiving
    await this.return(this.#custody.holdings).catch((error: unknown) => {
      const what = `could not give back what ${this.#place.name} holds; it comes again when its lease ends`
      this.#options.warn(new Error(what, { cause: error }))
    })
  }

  #now = () => this.#options.clock.now()
  #new = (file: FileState) => join(this.#folder, 'new', fileName(file))
  #held = (file: FileState) => join(this.#folder, 'held', fileName(file))

  /** Where a file comes from that does not say it. */
  #firstSource() {
    const { address = '', application } = this.#place.sources[0] ?? {}
    return { address, ...(application !== undefined && { application }) }
  }
}

/** Those that were lost. All are tried; rejects with the first failure when all have ended. */
async function lostOf(
  holdings: readonly Holding[],
  isHeld: (holding: Holding) => Promise<boolean>,
): Promise<readonly Holding[]> {
  const answers = await Promise.allSettled(holdings.map(isHeld))
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
  return holdings.filter((_, index) => (answers[index] as PromiseFulfilledResult<boolean>).value === false)
}
