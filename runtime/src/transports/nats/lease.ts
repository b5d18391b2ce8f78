import { apiCode, apiErrors } from './client.js'
import type { Session } from './session.js'

/** What one instance alone may do, for a while: one message under a subject, which the server forgets when it is old. */
export class Lease {
  /** Until when it is ours, by our own clock; never later than by the server's. */
  endsAt = 0
  readonly #session: Session
  readonly #stream: string
  readonly #subject: string
  readonly #owner: string
  readonly #ttlMs: number
  #sequence = 0

  constructor(session: Session, stream: string, subject: string, owner: string) {
    this.#session = session
    this.#stream = stream
    this.#subject = subject
    this.#owner = owner
    this.#ttlMs = session.settings.leaseMs / 2
  }

  /** `false` where somebody else has it. */
  async take(): Promise<boolean> {
    return this.#write(0)
  }

  /** For as long again. `false` where it is lost. */
  async renew(): Promise<boolean> {
    return this.#write(this.#sequence)
  }

  /** Nobody needs to wait for its end. */
  async release(): Promise<void> {
    this.endsAt = 0
    // By its number, so that it is none but ours.
    await this.#session.jsm.streams.deleteMessage(this.#stream, this.#sequence, false).catch(() => {})
  }

  async #write(expected: number): Promise<boolean> {
    const { js, jsm, options, settings } = this.#session
    const begun = options.clock.now()
    try {
      const { seq } = await js.publish(this.#subject, this.#owner, {
        expect: { lastSubjectSequence: expected },
        timeout: Math.min(settings.requestTimeoutMs, this.#ttlMs),
        retries: 0,
      })
      this.#sequence = seq
    } catch (error) {
      if (apiCode(error) !== apiErrors.wrongLastSequence) throw error
      // Ours all the same, where only the confirmation of an earlier write was lost.
      const found = await jsm.streams.getMessage(this.#stream, { last_by_subj: this.#subject })
      if (found === null || found.string() !== this.#owner) return false
      this.#sequence = found.seq
      return this.#write(found.seq)
    }
    this.endsAt = begun + this.#ttlMs
    return true
  }
}
