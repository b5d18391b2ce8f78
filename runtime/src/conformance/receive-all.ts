import type { Holding } from '../transport/holding.js'
import type { Intake } from '../transport/intake.js'

/** Receives until `count` messages are held; rejects when they do not come within 5 s. */
export async function receiveAll(intake: Intake, count: number): Promise<Holding[]> {
  const signal = AbortSignal.timeout(5_000)
  const held: Holding[] = []
  while (held.length < count) {
    const next = await intake.receive(count - held.length, signal)
    if (next.length === 0) throw new Error(`received ${held.length} of ${count} messages in 5 s`)
    held.push(...next)
  }
  return held
}
