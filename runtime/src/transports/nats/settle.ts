import type { NatsHolding } from './holding.js'
import { Reconnected } from './requests.js'
import type { Session } from './session.js'

/** How a holding is settled: nats-server's acknowledgement protocol. */
export const verdicts = {
  done: '+ACK',
  working: '+WPI',
  givenUp: (reason: string) => `+TERM ${reason}`,
  again: (delayMs: number) => (delayMs > 0 ? `-NAK ${JSON.stringify({ delay: Math.round(delayMs * 1e6) })}` : '-NAK'),
} as const

/**
 * Resolves when the server has confirmed, for holdings of one consumer: an acknowledgement alone would be lost with the
 * connection. The server takes them in the order in which they come, so its answer about the last is one about all. Tries
 * again after a reconnect, which does no harm.
 */
export async function settle(session: Session, holdings: readonly NatsHolding[], verdict: string): Promise<void> {
  const { nc, requests, settings, options } = session
  // In the order of the stream: a new leader that does not know of the last yet does not answer.
  const sorted = holdings.length > 1 ? holdings.toSorted((one, other) => one.sequence - other.sequence) : holdings
  const last = sorted.at(-1)
  if (last === undefined) return
  const leaseEnds = holdings.reduce((least, holding) => Math.min(least, holding.leaseEnds), Number.POSITIVE_INFINITY)
  const ends = Math.min(leaseEnds, options.clock.now() + settings.requestTimeoutMs)
  for (;;) {
    const timeoutMs = Math.max(1, ends - options.clock.now())
    try {
      for (const holding of sorted) if (holding !== last) nc.publish(holding.reply, verdict)
      await requests.ask(last.reply, verdict, { timeoutMs })
      return
    } catch (error) {
      if (nc.isClosed() || options.clock.now() >= ends || !(error instanceof Reconnected)) throw error
    }
  }
}
