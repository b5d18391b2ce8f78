import { randomUUID } from 'node:crypto'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { type NatsOptions, nats } from '@tidings/runtime/nats'
import {
  type Connection,
  type Holding,
  type Intake,
  type Outgoing,
  type SubscriptionPlace,
  systemClock,
} from '@tidings/runtime/transport'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** A client that knows nothing of Tidings. */
  readonly foreign: NatsConnection
  readonly jsm: JetStreamManager
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: NatsOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** The streams under the prefix. */
  streams(): Promise<readonly string[]>
  /** Closes what was opened since the last time, and deletes the streams. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}`
  const foreign = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 100 })
  const jsm = await jetstreamManager(foreign, { checkAPI: false, timeout: 1_000 })
  const warnings: string[] = []
  const connections: Connection[] = []
  const stage: Stage = {
    prefix,
    foreign,
    jsm,
    warnings,
    async connect(options) {
      const transport = nats({
        servers: url,
        prefix,
        leaseMs: 2_000,
        connect: { reconnectTimeWait: 100, reconnectJitter: 10 },
        ...options,
      })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    async open(connection, options) {
      const place = placeAt(options)
      await connection.declare({ subscriptions: [place] })
      return connection.open(place)
    },
    async streams() {
      const found: string[] = []
      for await (const name of jsm.streams.names(`${prefix}.>`)) found.push(name)
      return found.sort()
    },
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      await until(() => jsm.getAccountInfo().catch(() => false), 'the server answered')
      for (const name of await stage.streams()) await jsm.streams.delete(name)
      warnings.length = 0
    },
    async close() {
      await stage.clear()
      await foreign.close()
    },
  }
  return stage
}

export const placeAt = (options: Partial<SubscriptionPlace> = {}): SubscriptionPlace => ({
  name: 'kitchen',
  application: 'pizzeria',
  sources: [{ address: 'orders' }],
  types: ['OrderConfirmed'],
  order: 'none',
  start: 'now',
  prefetch: 100,
  maxDeliveries: 5,
  ...options,
})

export const outgoing = (id: string, options: Partial<Outgoing> & { readonly address?: string } = {}): Outgoing => {
  const { address = 'orders', ...rest } = options
  return {
    place: { address },
    message: {
      attributes: {
        specversion: '1.0',
        id,
        source: 'pizzeria',
        type: 'OrderConfirmed',
        datacontenttype: 'application/json',
      },
      data: new TextEncoder().encode(JSON.stringify({ orderId: id })),
    },
    ...rest,
  }
}

export const idsOf = (holdings: readonly Holding[]): string[] =>
  holdings.map(({ message }) => message?.attributes.id ?? 'none')

/** Receives until as many have come; rejects when they do not. */
export async function receive(intake: Intake, count: number, withinMs = 10_000): Promise<Holding[]> {
  const signal = AbortSignal.timeout(withinMs)
  const held: Holding[] = []
  while (held.length < count) {
    const next = await intake.receive(count - held.length, signal)
    if (next.length === 0) throw new Error(`received ${held.length} of ${count} messages within ${withinMs} ms`)
    held.push(...next)
  }
  return held
}

/** Receives and acknowledges until `isDone`; answers with the ids in the order received. Failures are the pump's to bear. */
export async function drain(intake: Intake, isDone: (seen: readonly string[]) => boolean): Promise<string[]> {
  const seen: string[] = []
  const end = AbortSignal.timeout(60_000)
  while (!isDone(seen) && !end.aborted) {
    try {
      const held = await intake.receive(50, AbortSignal.any([end, AbortSignal.timeout(1_000)]))
      seen.push(...idsOf(held))
      await intake.acknowledge(held)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  return seen
}

export async function until(condition: () => unknown, what: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
