import type { ConsumerPlace } from './consumers.js'
import type { Session } from './session.js'

/**
 * Has everything handed out again, at once, that was in the hands of whoever worked for this part before and is not
 * settled: it must come before what was never handed out, and would only when its lease ends. Answers with how many.
 */
export async function takeOver({ jsm, nc }: Session, places: readonly ConsumerPlace[]): Promise<number> {
  let count = 0
  for (const { stream, consumer } of places) {
    const { num_ack_pending, ack_floor, delivered } = await jsm.consumers.info(stream, consumer)
    if (num_ack_pending === 0) continue
    count += num_ack_pending
    // The server passes over what is settled. NATS wire API, subjects of acknowledgements.
    for (let sequence = ack_floor.stream_seq + 1; sequence <= delivered.stream_seq; sequence++) {
      nc.publish(`$JS.ACK.${stream}.${consumer}.1.${sequence}.${delivered.consumer_seq}.0.0`, '-NAK')
    }
  }
  if (count > 0) await nc.flush()
  return count
}
