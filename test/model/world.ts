import { randomUUID } from 'node:crypto'
import {
  type Connection,
  type Holding,
  type Intake,
  type SubscriptionPlace,
  systemClock,
  type Transport,
} from '@tidings/runtime/transport'
import type { RunningBroker } from '../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../brokers/tcp-proxy.js'

/** What a model test runs against: a broker, and instances of one subscription, each by way of a proxy of its own. */
export interface World {
  readonly instances: Instance[]
  readonly broker: RunningBroker
  readonly place: SubscriptionPlace
  /** How long before it is killed the broker may forget what was acknowledged. */
  readonly forgetsMs: number
  /** Whether what is sent again is recognised. */
  readonly deduplicates: boolean
  /** Whether an instance hands messages over to others by publishing them again. */
  readonly sendsOn: boolean
  /** A new one in the place of one that crashed. */
  replace(index: number): Promise<void>
  close(): Promise<void>
}

export interface Instance {
  readonly connection: Connection
  readonly intake: Intake
  readonly proxy: TcpProxy
  readonly held: Map<string, Holding>
}

export interface WorldOptions {
  readonly broker: RunningBroker
  readonly transport: (url: string) => Transport
  readonly ordered: boolean
  readonly instances: number
  /** Default 0. */
  readonly forgetsMs?: number
  /** Default `false`. */
  readonly sendsOn?: boolean
}

export async function openWorld({
  broker,
  transport,
  ordered,
  instances: count,
  forgetsMs = 0,
  sendsOn = false,
}: WorldOptions): Promise<World> {
  const run = `model-${randomUUID().slice(0, 8)}`
  const place: SubscriptionPlace = {
    name: `${run}-subscription`,
    application: run,
    sources: [{ address: `${run}-notes` }],
    types: ['tidings.model.noted'],
    order: ordered ? 'per-key' : 'none',
    start: 'now',
    prefetch: 4,
    maxDeliveries: 10_000,
  }
  const open = async (): Promise<Instance> => {
    const proxy = await startProxyTo(broker.url)
    const options = { application: run, clock: systemClock, warn: () => {} }
    const connection = await transport(proxy.url).connect(options)
    await connection.declare({ subscriptions: [place] })
    return { proxy, connection, intake: await connection.open(place), held: new Map() }
  }
  const instances: Instance[] = []
  for (let each = 0; each < count; each++) instances.push(await open())
  const crashed: Instance[] = []
  return {
    instances,
    broker,
    place,
    forgetsMs,
    sendsOn,
    deduplicates: transport(broker.url).features.deduplicates,
    async replace(index) {
      const [old] = instances.splice(index, 1, await open())
      if (old !== undefined) crashed.push(old)
    },
    async close() {
      for (const { proxy } of crashed) proxy.open()
      await Promise.all([...instances, ...crashed].map(({ connection }) => connection.close().catch(() => {})))
      await Promise.all([...instances, ...crashed].map(({ proxy }) => proxy.close()))
    },
  }
}
