import { type KafkaOptions, kafka } from '@tidings/runtime/kafka'
import { mqtt } from '@tidings/runtime/mqtt'
import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'
import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { redis } from '@tidings/runtime/redis'
import type { Transport } from '@tidings/runtime/transport'

/** How each transport that is proved is made: short leases, so that what a killed process held comes again soon. */
export const transports = {
  postgres: (url) =>
    postgres({ connectionString: url, leaseMs: 2_000, publishTimeoutMs: 5_000, pollIntervalMs: 1_000 }),
  mqtt: (url) => mqtt({ url, durable: true, publishTimeoutMs: 5_000, keepAliveMs: 2_000, memberTimeoutMs: 3_000 }),
  nats: (url) => nats({ servers: url, leaseMs: 2_000, publishTimeoutMs: 5_000 }),
  rabbitmq: (url) => rabbitmq({ url, heartbeatMs: 1_000, publishTimeoutMs: 5_000 }),
  kafka: (url) =>
    kafka({ ...byWayOf(url), publishTimeoutMs: 5_000, requestTimeoutMs: 2_000, handOverMs: 5_000, partitions: 4 }),
  // A request that is silent for this long is asked again over another connection.
  redis: (url) => redis({ url, leaseMs: 2_000, publishTimeoutMs: 5_000, requestTimeoutMs: 2_000 }),
} satisfies Readonly<Record<string, (url: string) => Transport>>

/** Through the proxy, though the broker says where it is itself. */
function byWayOf(url: string): KafkaOptions {
  const { hostname: host, port } = new URL(url)
  return { brokers: url, reach: () => ({ host, port: Number(port) }) }
}

export type TransportName = keyof typeof transports

export const isTransportName = (name: string): name is TransportName => Object.hasOwn(transports, name)

export function transportFor({ transport, url }: { readonly transport: string; readonly url: string }): Transport {
  if (!isTransportName(transport)) throw new TypeError(`${transport} is no transport that can be proved`)
  return transports[transport](url)
}
