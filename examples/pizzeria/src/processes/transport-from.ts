import type { Transport } from '@tidings/runtime'
import { kafka } from '@tidings/runtime/kafka'
import { mqtt } from '@tidings/runtime/mqtt'
import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'
import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { redis } from '@tidings/runtime/redis'

/** The one place that knows what carries the events, by the protocol of its address. */
export function transportFrom(url: string): Transport {
  // Short, so that in this example what a killed process had comes to the next one soon.
  const leaseMs = 2_000
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined
  if (protocol === 'postgres:' || protocol === 'postgresql:') return postgres({ connectionString: url, leaseMs })
  if (protocol === 'nats:') return nats({ servers: url, leaseMs })
  if (protocol === 'amqp:' || protocol === 'amqps:') return rabbitmq({ url })
  if (protocol === 'kafka:') return kafka({ brokers: url })
  if (protocol === 'redis:' || protocol === 'rediss:') return redis({ url, leaseMs })
  if (protocol === 'mqtt:' || protocol === 'mqtts:') return mqtt({ url, memberTimeoutMs: leaseMs })
  const expected = 'postgres://…, nats://…, amqp://…, kafka://…, redis://… or mqtt://…'
  throw new TypeError(
    `PIZZERIA_TRANSPORT is ${JSON.stringify(url)}; expected ${expected}, as \`npm run brokers\` starts`,
  )
}
