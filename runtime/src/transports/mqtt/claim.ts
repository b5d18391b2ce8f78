import { randomUUID } from 'node:crypto'
import type { Link } from './link.js'
import { packetOf } from './publication.js'
import { passingId } from './reader.js'
import type { Received } from './received.js'
import type { Session } from './session.js'

/** For how long, in seconds, what somebody claimed who vanished is left alone. */
const claimedFor = 30

/**
 * Does something with a retained message and removes it, if it is there and nobody else does. MQTT has no lock, but the
 * broker puts what is published to one topic in one order for all: of two who claim, both see the same one first.
 * `act` answers whether the message is to go.
 */
export async function claim(
  session: Session,
  { topic, claims }: { readonly topic: string; readonly claims: string },
  act: (link: Link, message: Received) => Promise<boolean>,
): Promise<boolean> {
  const mine = randomUUID()
  const claimed: string[] = []
  let found: Received | undefined
  const link = await session.open({
    clientId: passingId(session),
    clean: true,
    message: (message, from) => {
      if (message.topic === topic) found = message.payload.length > 0 ? message : undefined
      else if (message.payload.length > 0) claimed.push(message.payload.toString())
      from.acknowledge(message.messageId)
    },
  })
  try {
    await link.subscribe([claims, topic])
    await link.flushed()
    if (found === undefined || claimed.length > 0) return false
    await link.publish(packetOf({ topic: claims, payload: mine, retain: true, messageExpiryInterval: claimedFor }))
    await link.flushed()
    if (claimed[0] !== mine) return false
    const isGoing = found !== undefined && (await act(link, found))
    if (isGoing) await link.publish(packetOf({ topic, payload: '', retain: true }))
    await link.publish(packetOf({ topic: claims, payload: '', retain: true }))
    return isGoing
  } finally {
    await link.close()
  }
}
