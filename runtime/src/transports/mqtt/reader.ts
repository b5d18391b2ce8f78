import { randomUUID } from 'node:crypto'
import type { Link } from './link.js'
import { packetOf } from './publication.js'
import type { Received } from './received.js'
import type { Session } from './session.js'

/** Reads what is retained, over a connection of its own. */
export interface Reader {
  /** All that is retained there now, one after the other: what was read is not kept. */
  read(filter: string, take: (message: Received) => void): Promise<void>
  close(): Promise<void>
}

export async function openReader(session: Session): Promise<Reader> {
  const mark = session.topics.own('marks', randomUUID())
  let take: (message: Received) => void = () => {}
  let marked = () => {}
  let failed: (error: Error) => void = () => {}
  const link = await session.open({
    clientId: passingId(session),
    clean: true,
    receiveMaximum: 16,
    message: (message, from) => {
      if (message.topic === mark) marked()
      else if (message.retain && message.payload.length > 0) take(message)
      from.acknowledge(message.messageId)
    },
    closed: (error) => failed(error),
  })
  await link.subscribe([mark])
  return {
    async read(filter, given) {
      take = given
      const end = new Promise<void>((resolve, reject) => {
        marked = resolve
        failed = reject
      })
      // Together, so that a connection that is lost meanwhile leaves nothing unhandled. What is retained comes before
      // the mark, since both wait in one queue.
      await Promise.all([end, begin(link, filter, mark)])
      take = () => {}
      await link.unsubscribe([filter])
    },
    close: () => link.close(),
  }
}

async function begin(link: Link, filter: string, mark: string): Promise<void> {
  await link.subscribe([filter])
  await link.publish(packetOf({ topic: mark, payload: '' }))
}

/** A client id for a connection that leaves nothing behind. */
export const passingId = ({ settings }: Session): string =>
  [...(settings.prefix === '' ? [] : [settings.prefix]), 'tidings', randomUUID()].join('.')
