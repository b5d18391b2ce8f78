import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { ConnectOptions } from '../../transport/transport.js'
import { apis, describeError } from './client.js'
import { Cluster } from './cluster.js'
import { Links, Unreachable } from './links.js'
import { type KafkaSettings, placeOf } from './options.js'

/** What everything shares that works for one bus. */
export interface Session {
  readonly settings: KafkaSettings
  readonly options: ConnectOptions
  readonly links: Links
  readonly cluster: Cluster
  /** What an application without a name is called here. */
  readonly application: string
  readonly isClosed: boolean
  /** Links of one's own, for whoever makes a broker wait. */
  linksFor(clientId?: string): Links
  /** Brokers cannot be reached; told once, until they can be. */
  away(error: unknown): void
  back(): void
  close(): Promise<void>
}

/** Rejects when no broker can be reached, lets nobody in, or is too old. */
export async function openSession(settings: KafkaSettings, options: ConnectOptions): Promise<Session> {
  const application = options.application ?? ''
  const ownId = settings.clientId ?? (application === '' ? 'tidings' : `tidings-${application}`)
  const links = new Links(settings, options.clock, ownId)
  const cluster = new Cluster(settings, links, options.clock)
  let isAway = false
  let isClosed = false
  try {
    const { apiKeys } = await askPatiently(() => cluster.askAny(apis.apiVersions, ['tidings', '1']))
    const heartbeat = apiKeys.find(({ apiKey }) => apiKey === apis.groupHeartbeat.key)
    if ((heartbeat?.maxVersion ?? -1) < apis.groupHeartbeat.version) {
      throw new Error('it is older than Kafka 4.0, or has the consumer group protocol turned off')
    }
  } catch (cause) {
    await links.close()
    throw new Error(`cannot use Kafka at ${placeOf(settings)}: ${describeError(cause)}`, { cause })
  }
  return {
    settings,
    options,
    links,
    cluster,
    application,
    get isClosed() {
      return isClosed
    },
    linksFor: (clientId) => new Links(settings, options.clock, clientId ?? ownId),
    away(error) {
      if (isAway || isClosed || !(error instanceof Unreachable)) return
      isAway = true
      options.warn(new Error(`Kafka at ${placeOf(settings)} is away, trying again: ${describeError(error)}`))
    },
    back() {
      isAway = false
    },
    async close() {
      isClosed = true
      await links.close()
    },
  }
}

/** A broker that starts hangs up on its first callers. */
async function askPatiently<T>(work: () => Promise<T>): Promise<T> {
  for (let patience = 3; ; patience--) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Unreachable) || patience === 0) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Throws what was found wrong, all at once. */
export function refuse(differences: readonly string[]): void {
  if (differences.length > 0) throw new TopologyMismatch(differences)
}
