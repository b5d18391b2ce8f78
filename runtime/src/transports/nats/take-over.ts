import type { ConsumerPlace } from './consumers.js'
import type { Session } from './session.js'

/**
 * Has everything handed out again, at once, that was handed out and is not settled, except for what is here: it was in
 * the hands of whoever worked for this part before, or was lost with a connection. It must come before what was never
 * handed out, and else would come when its lease ends. Answers with how many.
 */
export async function takeOver(
  { jsm, nc }: Session,
  places: readonly ConsumerPlace[],
  sequencesHere: (place: ConsumerPlace) => ReadonlySet<number>,
): Promise<number> {
  let count = 0
  for (const place of places) {
    const { stream, consumer } = place
    const { num_ack_pending, ack_floor, delivered } = await jsm.consumers.info(stream, consumer)
    const here = sequencesHere(place)
    const pending = num_ack_pending - here.size
    if (pending <= 0) continue
    count += pending
    // The server passes over what is settled. NATS wire API, subjects of acknowledgements.
    for (let sequence = ack_floor.stream_seq + 1; sequence <= delivered.stream_seq; sequence++) {
      if (here.has(sequence)) continue
      nc.publish(`$JS.ACK.${stream}.${consumer}.1.${sequence}.${delivered.consumer_seq}.0.0`, '-NAK')
    }
  }
  if (count > 0) await nc.flush()
  return count
}

/** Whether all that was handed out and is not settled is here. */
export async function isAllHere(
  { jsm }: Session,
  places: readonly ConsumerPlace[],
  sequencesHere: (place: ConsumerPlace) => ReadonlySet<number>,
): Promise<boolean> {
  for (const place of places) {
    const { num_ack_pending } = await jsm.consumers.info(place.stream, place.consumer)
    if (num_ack_pending > sequencesHere(place).size) return false
  }
  return true
}
