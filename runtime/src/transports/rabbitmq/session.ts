import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { ConnectOptions } from '../../transport/transport.js'
import { Link } from './link.js'
import type { RabbitmqSettings } from './options.js'

/** One bus's two connections, and what everything that works on them shares. */
export interface Session {
  readonly settings: RabbitmqSettings
  readonly options: ConnectOptions
  /** By which messages come, are settled, and queues are made. */
  readonly link: Link
  /** By which messages are published: a broker that is short of memory stops listening to it, and to it alone. */
  readonly publishing: Link
  close(): Promise<void>
}

/** Rejects when no broker can be reached, or lets nobody in. */
export async function openSession(settings: RabbitmqSettings, options: ConnectOptions): Promise<Session> {
  const link = new Link(settings, options, 'consumes')
  const publishing = new Link(settings, options, 'publishes')
  const close = async () => {
    await Promise.all([link.close(), publishing.close()])
  }
  const opened = await Promise.allSettled([link.open(), publishing.open()])
  const failed = opened.find((result) => result.status === 'rejected')
  if (failed === undefined) return { settings, options, link, publishing, close }
  await close()
  throw (failed as PromiseRejectedResult).reason
}

/** Throws what was found wrong, all at once. */
export function refuse(differences: readonly string[]): void {
  if (differences.length > 0) throw new TopologyMismatch(differences)
}
