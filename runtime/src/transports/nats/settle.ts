import type { NatsHolding } from './holding.js'
import type { Session } from './session.js'

/** How a holding is settled: nats-server's acknowledgement protocol. */
export const verdicts = {
  done: '+ACK',
  working: '+WPI',
  givenUp: (reason: string) => `+TERM ${reason}`,
  again: (delayMs: number) => (delayMs > 0 ? `-NAK ${JSON.stringify({ delay: Math.round(delayMs * 1e6) })}` : '-NAK'),
} as const

/** Resolves when the server has confirmed: an acknowledgement alone would be lost with the connection. */
export async function settle(session: Session, { reply }: NatsHolding, verdict: string): Promise<void> {
  await session.nc.request(reply, verdict, { timeout: session.settings.requestTimeoutMs })
}
