import { NotAccepted } from '../../error/not-accepted.js'
import type { Clock } from '../../transport/clock.js'
import { createHeaders, isPassing, readPubAck } from './client.js'
import type { Session } from './session.js'
import { MismatchFound } from './streams.js'
import type { NatsWire } from './wire.js'

export interface PublishOptions {
  /** By which the stream recognises what it has already. */
  readonly messageId: string
  /** Sees to it that there is a stream; before every attempt. */
  readonly prepare: () => Promise<unknown>
  /** It failed; what is known of the stream may be wrong. */
  readonly failed?: () => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Resolves when the stream has confirmed, with whether it had the message already. While the server is away, or cannot
 * for now, it tries again until the time for publishing is over; the message's id keeps it from being taken twice.
 * Rejects with `NotAccepted`.
 */
export async function publish(
  session: Session,
  subject: string,
  wire: NatsWire,
  { messageId, prepare, failed, signal }: PublishOptions,
): Promise<{ readonly isDuplicate: boolean }> {
  const { requests, settings, options, nc } = session
  const { clock } = options
  const ends = clock.now() + settings.publishTimeoutMs
  const headers = headersOf(wire, messageId)
  for (let failures = 0; ; failures++) {
    const leftMs = Math.max(1, ends - clock.now())
    try {
      signal?.throwIfAborted()
      await prepare()
      const timeoutMs = Math.min(settings.requestTimeoutMs, leftMs)
      return readPubAck(await requests.ask(subject, wire.body, { headers, timeoutMs }))
    } catch (cause) {
      failed?.()
      const why = cause instanceof Error ? cause.message : String(cause)
      if (signal?.aborted) throw new NotAccepted(`publishing to ${subject} was called off`, { cause })
      if (nc.isClosed()) throw new NotAccepted('the connection to NATS is closed', { cause })
      if (cause instanceof MismatchFound) throw new NotAccepted(why, { cause })
      if (!isPassing(cause)) throw new NotAccepted(`NATS refuses what is for ${subject}: ${why}`, { cause })
      if (clock.now() >= ends) {
        const away = session.isConnected ? '' : 'NATS is away: '
        const late = `${away}${subject} was not confirmed within ${settings.publishTimeoutMs} ms: ${why}`
        throw new NotAccepted(late, { cause })
      }
    }
    await wait(Math.min(1_000, 50 * 2 ** failures, leftMs), clock, signal)
  }
}

function headersOf({ headers }: NatsWire, messageId: string) {
  const written = createHeaders()
  written.append('Nats-Msg-Id', messageId)
  for (const [name, value] of headers) written.append(name, value)
  return written
}

function wait(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(ms, end)
    signal?.addEventListener('abort', end, { once: true })
  })
}
