import { randomUUID } from 'node:crypto'
import type { ConnectOptions } from '../../transport/transport.js'
import { Bells } from './bells.js'
import { type Keys, keysUnder } from './keys.js'
import { Link, type LinkOptions } from './link.js'
import { placeOf, type RedisSettings } from './options.js'
import { inspectServer } from './server.js'

/** What everything that works for one bus shares. */
export interface Session {
  readonly settings: RedisSettings
  readonly options: ConnectOptions
  readonly keys: Keys
  /** Of this instance, and of no other that ever was. */
  readonly id: string
  /** For all that is answered at once, but publishing. */
  readonly link: Link
  /** For publishing: what waits there holds nobody up who settles. */
  readonly publishing: Link
  readonly bells: Bells
  /** A further one, that stays open until the session closes, or it is closed; others may have to know it by its `id`. */
  openLink(): Link
  close(): void
}

/** Rejects when the server cannot be reached, lets nobody in, or will not do. */
export async function openSession(settings: RedisSettings, options: ConnectOptions): Promise<Session> {
  const { clock, warn } = options
  const links = new Set<Link>()
  const make = (more: Partial<LinkOptions> = {}) => {
    const link = new Link({ settings, clock, ...more })
    links.add(link)
    return link
  }
  const openLink = () => {
    const link = make({ isIdentified: true })
    link.keepOpen()
    return link
  }
  const bells = new Bells(openLink, clock)
  const close = () => {
    bells.close()
    for (const link of links) link.close()
  }
  const link = make({
    lost: (cause) =>
      warn(new Error(`the connection to Redis at ${placeOf(settings)} is lost, trying again: ${cause.message}`)),
  })
  const publishing = make()
  try {
    await link.open()
    await inspectServer(link, settings, warn)
    await publishing.open()
  } catch (error) {
    close()
    throw error
  }
  return {
    settings,
    options,
    keys: keysUnder(settings.prefix),
    id: randomUUID(),
    link,
    publishing,
    bells,
    openLink,
    close,
  }
}
