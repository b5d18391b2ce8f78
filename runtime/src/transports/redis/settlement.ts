import { sleep } from '../../transport/sleep.js'
import { isBefore } from './entry-id.js'
import type { EntryPlace, RedisHolding } from './holding.js'
import { isPassing } from './passing.js'
import { run } from './script.js'
import { handBack, settle } from './scripts/settle.js'
import type { Session } from './session.js'
import type { SubscriptionKeys } from './subscription.js'

export type Verb = 'acknowledge' | 'extend' | 'return'

/** Tells the server what has become of the messages of one instance. */
export class Settlement {
  readonly #session: Session
  readonly #name: string
  readonly #keys: SubscriptionKeys
  /** The bell, and the streams. */
  readonly #all: readonly string[]

  constructor(session: Session, name: string, keys: SubscriptionKeys) {
    this.#session = session
    this.#name = name
    this.#keys = keys
    this.#all = [keys.bell, ...keys.streams.map(({ key }) => key)]
  }

  /**
   * Answers with what is somebody else's by now. Where the connection is lost it asks again, within the time for requests:
   * what then is settled was settled by us.
   */
  async settle<T extends EntryPlace>(verb: Verb, holdings: readonly T[], delayMs = 0): Promise<readonly T[]> {
    if (holdings.length === 0) return []
    const { link, settings, options } = this.#session
    const ends = options.clock.now() + settings.requestTimeoutMs
    const asked = inRuns(holdings).flatMap((run) => this.#tell(run))
    const inlet = String(this.#all.length)
    for (let isAgain = false; ; isAgain = true) {
      try {
        const answers = await run(link, settle, this.#all, [verb, String(Math.round(delayMs)), inlet, ...asked])
        const isLost = (answer: unknown) => answer !== 0 && !(answer === 1 && isAgain && verb === 'acknowledge')
        return holdings.filter((holding, index) => {
          const answer = (answers as readonly unknown[])[index]
          if (answer === 3) this.warnOfRemoved(holding.stream.key, holding.id)
          return isLost(answer)
        })
      } catch (error) {
        const left = ends - options.clock.now()
        if (!isPassing(error) || link.isClosed || left <= 0) throw error
        await sleep(Math.min(passingMs, left), options.clock, never)
        if (!(await this.#untilConnected(left))) throw error
      }
    }
  }

  warnOfRemoved(stream: string, id: string): void {
    const what = `entry ${id} of stream ${stream} was removed before subscription ${this.#name} had handled it`
    this.#session.options.warn(new Error(`${what}: it is lost`))
  }

  /** Gives back what the server thinks that a consumer has, but for what is held; without that it is forgotten. */
  async giveBack(consumer: string, held: readonly RedisHolding[] = []): Promise<void> {
    const kept = held.map(({ stream, group, id }) => `${this.#indexOf(stream.key)} ${group} ${id}`)
    const groups = [...new Set([this.#keys.base, ...this.#keys.groups])]
    const more = [consumer, kept.length === 0 ? '1' : '0', String(groups.length), ...groups, ...kept]
    await run(this.#session.link, handBack, this.#all, more)
  }

  #tell(run: readonly EntryPlace[]): readonly string[] {
    const [{ stream, group, consumer, id }] = run as readonly [EntryPlace]
    let [least, greatest] = [id, id]
    for (const { id } of run) {
      if (isBefore(id, least)) least = id
      if (isBefore(greatest, id)) greatest = id
    }
    const ids = run.map(({ id }) => id)
    return [this.#indexOf(stream.key), group, consumer, String(run.length), least, greatest, ...ids]
  }

  #indexOf(key: string): string {
    return String(this.#all.indexOf(key, 1) + 1)
  }

  async #untilConnected(ms: number): Promise<boolean> {
    const { link, options } = this.#session
    const late = new AbortController()
    const callOff = options.clock.after(ms, () => late.abort())
    const isConnected = await link.untilConnected(late.signal)
    callOff()
    return isConnected
  }
}

/** Those that follow each other and are in one stream, group and consumer. */
function inRuns<T extends EntryPlace>(holdings: readonly T[]): readonly (readonly T[])[] {
  const runs: T[][] = []
  let run: T[] = []
  for (const holding of holdings) {
    const before = run[0]
    const isFurther = holding.stream === before?.stream && holding.group === before.group
    if (isFurther && holding.consumer === before.consumer && run.length < longestRun) run.push(holding)
    else {
      run = [holding]
      runs.push(run)
    }
  }
  return runs
}

/** The most arguments that one command of a script takes, and room. */
const longestRun = 5_000
const passingMs = 20
const never = new AbortController().signal
