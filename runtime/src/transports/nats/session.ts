import { Deadline } from '../../delivery/deadline.js'
import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { ConnectOptions } from '../../transport/transport.js'
import {
  connect,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  type NatsConnection,
  PermissionViolationError,
} from './client.js'
import type { NatsSettings } from './options.js'
import { Reconnected, Requests } from './requests.js'
import { type Subjects, subjectsUnder } from './subject.js'

/** One open connection, and what everything that works on it shares. */
export interface Session {
  readonly nc: NatsConnection
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  readonly requests: Requests
  readonly settings: NatsSettings
  readonly options: ConnectOptions
  readonly subjects: Subjects
  /** Whether the server can be reached, as far as the client knows. */
  readonly isConnected: boolean
  /** Calls back when the connection is lost, and when it is there again; answers with what ends that. */
  watch(watcher: Watcher): () => void
  close(): Promise<void>
}

export interface Watcher {
  lost?(): void
  back(): void
}

/** Rejects when no server can be reached, lets nobody in, or has no JetStream. */
export async function openSession(settings: NatsSettings, options: ConnectOptions): Promise<Session> {
  const nc = settings.connection ?? (await open(settings))
  const js = jetstream(nc, { timeout: settings.requestTimeoutMs })
  const requests = new Requests({ nc, clock: options.clock, inboxPrefix: settings.connect.inboxPrefix })
  void nc.closed().then(() => requests.abandon(new Error('the connection is closed')))
  const watchers = new Set<Watcher>()
  let isConnected = !nc.isClosed()
  let isLeaving = false
  void follow()
  try {
    const jsm = await jetstreamManager(nc, { timeout: settings.requestTimeoutMs })
    return {
      nc,
      js,
      jsm,
      requests,
      settings,
      options,
      subjects: subjectsUnder(settings.prefix),
      get isConnected() {
        return isConnected && !nc.isClosed()
      },
      watch(watcher) {
        watchers.add(watcher)
        return () => watchers.delete(watcher)
      },
      close,
    }
  } catch (cause) {
    await close()
    throw new Error(`NATS at ${placeOf(settings)} has no JetStream for this user: ${tell(cause)}`, { cause })
  }

  async function close(): Promise<void> {
    isLeaving = true
    if (settings.connection !== undefined) return requests.close()
    // A server that is away must not keep anybody from leaving.
    if (isConnected) {
      const late = new Deadline(Math.min(drainMs, settings.requestTimeoutMs), options.clock)
      await Promise.race([nc.drain().catch(() => {}), late.over])
      late.callOff()
    }
    await nc.close()
  }

  async function follow(): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type === 'disconnect') {
        isConnected = false
        for (const watcher of watchers) watcher.lost?.()
        if (!isLeaving) options.warn(new Error(`the connection to NATS at ${placeOf(settings)} is lost; trying again`))
      } else if (status.type === 'reconnect') {
        isConnected = true
        requests.abandon(new Reconnected('the connection was lost meanwhile'))
        for (const watcher of watchers) watcher.back()
      } else if (status.type === 'error') {
        const { error } = status
        if (error instanceof PermissionViolationError) requests.refuse(error.subject, error)
        if (isLeaving) continue
        options.warn(new Error(`NATS at ${placeOf(settings)}: ${error.message}`, { cause: error }))
      }
    }
  }
}

async function open(settings: NatsSettings): Promise<NatsConnection> {
  try {
    return await connect({
      timeout: settings.requestTimeoutMs,
      reconnectJitter: 500,
      // Dead peers are noticed within three of these.
      pingInterval: 10_000,
      maxPingOut: 2,
      // Otherwise each request makes an error in advance, for its stack alone.
      noAsyncTraces: true,
      ...settings.connect,
      servers: [...settings.servers],
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
    })
  } catch (cause) {
    const what = `cannot connect to NATS at ${placeOf(settings)}`
    // It holds the address, secrets and all.
    if (cause instanceof Error && 'input' in cause) throw new Error(`${what}: that is no address`)
    throw new Error(`${what}: ${tell(cause)}`, { cause })
  }
}

/** What matters was confirmed before; a server that is silent is not waited for. */
const drainMs = 1_000

/** The servers, without what may be secret: all before the last `@`, which a password may hold too. */
export const placeOf = ({ servers, connection }: Pick<NatsSettings, 'servers' | 'connection'>): string =>
  connection?.getServer() ?? servers.map((server) => server.replace(/^(?:.*@|[a-z+]+:\/\/)/is, '')).join(', ')

const tell = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Throws what was found wrong, all at once. */
export function refuse(differences: readonly string[]): void {
  if (differences.length > 0) throw new TopologyMismatch(differences)
}
