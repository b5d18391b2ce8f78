import type { Transport } from '@tidings/runtime'
import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'

/** The one place that knows what carries the events: `postgres://…` or `nats://…`. */
export function transportFrom(url: string): Transport {
  // Short, so that in this example what a killed process had comes to the next one soon.
  const leaseMs = 2_000
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined
  if (protocol === 'postgres:' || protocol === 'postgresql:') return postgres({ connectionString: url, leaseMs })
  if (protocol === 'nats:') return nats({ servers: url, leaseMs })
  throw new TypeError(
    `PIZZERIA_TRANSPORT is ${JSON.stringify(url)}; expected postgres://… or nats://…, as \`npm run brokers\` starts`,
  )
}
