import type { NatsHolding } from './holding.js'
import { Reconnected, type Session } from './session.js'

/** How a holding is settled: nats-server's acknowledgement protocol. */
export const verdicts = {
  done: '+ACK',
  working: '+WPI',
  givenUp: (reason: string) => `+TERM ${reason}`,
  again: (delayMs: number) => (delayMs > 0 ? `-NAK ${JSON.stringify({ delay: Math.round(delayMs * 1e6) })}` : '-NAK'),
} as const

/**
 * Resolves when the server has confirmed: an acknowledgement alone would be lost with the connection. Tries again after
 * a reconnect, which does no harm.
 */
export async function settle(session: Session, { reply, leaseEnds }: NatsHolding, verdict: string): Promise<void> {
  const { nc, settings, options } = session
  const ends = Math.min(leaseEnds, options.clock.now() + settings.requestTimeoutMs)
  for (;;) {
    const timeout = Math.max(1, ends - options.clock.now())
    try {
      await session.unlessReconnected(nc.request(reply, verdict, { timeout }))
      return
    } catch (error) {
      if (nc.isClosed() || options.clock.now() >= ends || !(error instanceof Reconnected)) throw error
    }
  }
}
