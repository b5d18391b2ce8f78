import { NotAccepted } from '../../error/not-accepted.js'
import { sleep } from '../../transport/sleep.js'
import { type Link, tell } from './link.js'
import { placeOf } from './options.js'
import type { Packet } from './publication.js'
import { Refused } from './reasons.js'
import type { Session } from './session.js'

/**
 * Resolves when the broker has confirmed, with its reason. While it is away it tries again until the time for publishing
 * is over. Rejects with `NotAccepted`.
 */
export async function publish(session: Session, packet: Packet, signal?: AbortSignal): Promise<number> {
  const { control, settings, options } = session
  const { clock } = options
  const ends = clock.now() + settings.publishTimeoutMs
  const { topic } = packet
  for (let failures = 0; ; failures++) {
    const leftMs = Math.max(1, ends - clock.now())
    try {
      signal?.throwIfAborted()
      const link = await control.whenUp(leftMs)
      return await confirmed(link, packet, Math.max(1, ends - clock.now()), session, signal)
    } catch (cause) {
      if (signal?.aborted) throw new NotAccepted(`publishing to ${topic} was called off`, { cause })
      if (cause instanceof Refused && !cause.isPassing) {
        throw new NotAccepted(`MQTT refuses what is for ${topic}: ${cause.message}`, { cause })
      }
      if (clock.now() >= ends || control.isClosed) {
        const away = control.link === undefined ? `MQTT at ${placeOf(settings)} is away: ` : ''
        const late = `${away}${topic} was not confirmed within ${settings.publishTimeoutMs} ms: ${tell(cause)}`
        throw new NotAccepted(late, { cause })
      }
    }
    await sleep(Math.min(1_000, 20 * 2 ** failures, leftMs), clock, signal ?? new AbortController().signal)
  }
}

function confirmed(
  link: Link,
  packet: Packet,
  ms: number,
  { options }: Session,
  signal: AbortSignal | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const callOff = options.clock.after(ms, () => fail(new Error('it did not answer')))
    const calledOff = () => fail(signal?.reason)
    const end = () => {
      callOff()
      signal?.removeEventListener('abort', calledOff)
    }
    const fail = (reason: unknown) => {
      end()
      reject(reason)
    }
    signal?.addEventListener('abort', calledOff, { once: true })
    link.publish(packet).then((reason) => {
      end()
      resolve(reason)
    }, fail)
  })
}
