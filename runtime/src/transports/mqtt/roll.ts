import { randomUUID } from 'node:crypto'
import type { Clock } from '../../transport/clock.js'
import type { Control } from './control.js'

interface Member {
  /** When it came, as it says itself; who leaves has none. */
  readonly since: number | undefined
  /** The sessions that it reads. */
  readonly holds: readonly number[]
  readonly seenAt: number
}

/** What instances tell each other. */
interface Word {
  readonly member: string
  readonly process: string
  readonly since?: number
  readonly holds: readonly number[]
  /** Wants to hear from all. */
  readonly asks?: true
}

export interface RollOptions {
  readonly control: Control
  readonly topic: string
  readonly clock: Clock
  readonly timeoutMs: number
  /** Somebody came, went, or gave a session up. */
  readonly changed: () => void
}

/**
 * Who takes part in a subscription. Each instance says when it comes, what it reads, and that it is still there; from
 * that each works out by itself, and all alike, which sessions are whose.
 */
export class Roll {
  readonly #options: RollOptions
  readonly #id = randomUUID()
  #since: number | undefined
  #holds: readonly number[] = []
  readonly #others = new Map<string, Member & { readonly process: string }>()
  #endings: (() => void)[] = []
  readonly #departures = new Set<() => void>()
  #callOff = () => {}
  #isGone = false

  constructor(options: RollOptions) {
    this.#options = options
  }

  /** How many others take part. */
  get others(): number {
    return [...this.#others.values()].filter(({ since }) => since !== undefined).length
  }

  /** Hears who is there, and says that we are. */
  async join(): Promise<void> {
    const { control, topic, clock } = this.#options
    this.#endings = [
      await control.listen(topic, {
        heard: ({ payload }) => this.#heard(readWord(payload)),
        back: () => this.#back(),
      }),
      await control.listen(control.goneTopic, { heard: ({ payload }) => this.#vanished(payload.toString()) }),
    ]
    this.#since = clock.now()
    this.#say(true)
    this.#beat()
    // Time for those who are there to answer.
    await new Promise<void>((resolve) => clock.after(answerMs, resolve))
  }

  /** Takes part again, or no more: then it only tells what it still reads. */
  takePart(isTaking: boolean): void {
    if ((this.#since !== undefined) === isTaking) return
    this.#since = isTaking ? this.#options.clock.now() : undefined
    this.#say()
  }

  /** The sessions that are ours to read, of as many. */
  ours(sessions: number): readonly number[] {
    if (this.#since === undefined) return []
    const all: { readonly id: string; readonly since: number }[] = [{ id: this.#id, since: this.#since }]
    for (const [id, { since }] of this.#others) if (since !== undefined) all.push({ id, since })
    all.sort((one, other) => one.since - other.since || (one.id < other.id ? -1 : 1))
    const index = all.findIndex(({ id }) => id === this.#id)
    return Array.from({ length: sessions }, (_, session) => session).filter((session) => session % all.length === index)
  }

  isHeldByOthers(session: number): boolean {
    return [...this.#others.values()].some(({ holds }) => holds.includes(session))
  }

  /** Tells what we read now. */
  hold(sessions: readonly number[]): void {
    if (sessions.length === this.#holds.length && sessions.every((session) => this.#holds.includes(session))) return
    this.#holds = [...sessions]
    this.#say()
  }

  leave(): void {
    if (this.#isGone) return
    this.#since = undefined
    this.#holds = []
    this.#say()
    this.#isGone = true
    this.#callOff()
    for (const callOff of this.#departures) callOff()
    for (const end of this.#endings) end()
  }

  #heard(word: Word | undefined): void {
    if (word === undefined || word.member === this.#id || this.#isGone) return
    const { member, process, since, holds, asks } = word
    if (since === undefined && holds.length === 0) this.#others.delete(member)
    else this.#others.set(member, { process, since, holds, seenAt: this.#options.clock.now() })
    if (asks) this.#say()
    this.#options.changed()
  }

  /** A broker that ends says so of everybody, and then ends our connection too: that is nobody's departure. */
  #vanished(process: string): void {
    const { clock, control } = this.#options
    const { link } = control
    const callOff = clock.after(settlingMs, () => {
      this.#departures.delete(callOff)
      if (link === undefined || control.link !== link) return
      for (const [id, other] of this.#others) if (other.process === process) this.#others.delete(id)
      this.#options.changed()
    })
    this.#departures.add(callOff)
  }

  /** Nobody could be heard meanwhile. */
  #back(): void {
    if (this.#isGone) return
    const seenAt = this.#options.clock.now()
    for (const [id, other] of this.#others) this.#others.set(id, { ...other, seenAt })
    this.#say(true)
    this.#options.changed()
  }

  #beat(): void {
    const { clock, control, timeoutMs } = this.#options
    this.#callOff = clock.after(timeoutMs / 3, () => {
      if (control.link !== undefined) {
        this.#say()
        const silent = [...this.#others].filter(([, { seenAt }]) => clock.now() - seenAt > timeoutMs)
        for (const [id] of silent) this.#others.delete(id)
        if (silent.length > 0) this.#options.changed()
      }
      this.#beat()
    })
  }

  #say(asks = false): void {
    const { control, topic } = this.#options
    if (this.#isGone) return
    const word: Word = {
      member: this.#id,
      process: control.id,
      ...(this.#since !== undefined && { since: this.#since }),
      holds: this.#holds,
      ...(asks && { asks }),
    }
    control.link?.tell({ topic, payload: JSON.stringify(word) })
  }
}

/** What others may write there is not trusted. */
function readWord(payload: Buffer): Word | undefined {
  try {
    const word = JSON.parse(payload.toString()) as Partial<Word> | null
    const isWord = typeof word?.member === 'string' && typeof word.process === 'string' && Array.isArray(word.holds)
    return isWord ? (word as Word) : undefined
  } catch {
    return undefined
  }
}

const answerMs = 150
const settlingMs = 300
