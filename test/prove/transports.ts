import { nats } from '@tidings/runtime/nats'
import { postgres } from '@tidings/runtime/postgres'
import type { Transport } from '@tidings/runtime/transport'

/** How each transport that is proved is made: short leases, so that what a killed process held comes again soon. */
export const transports = {
  postgres: (url) =>
    postgres({ connectionString: url, leaseMs: 2_000, publishTimeoutMs: 5_000, pollIntervalMs: 1_000 }),
  nats: (url) => nats({ servers: url, leaseMs: 2_000, publishTimeoutMs: 5_000 }),
} satisfies Readonly<Record<string, (url: string) => Transport>>

export type TransportName = keyof typeof transports

export const isTransportName = (name: string): name is TransportName => Object.hasOwn(transports, name)

export function transportFor({ transport, url }: { readonly transport: string; readonly url: string }): Transport {
  if (!isTransportName(transport)) throw new TypeError(`${transport} is no transport that can be proved`)
  return transports[transport](url)
}
