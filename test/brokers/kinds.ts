import type { BrokerKind } from './broker-kind.js'
import { nats } from './nats.js'
import { postgres } from './postgres.js'

/** Every kind of broker that tests use, by its name. */
export const kinds = { nats, postgres } satisfies Readonly<Record<string, BrokerKind>>

export type BrokerName = keyof typeof kinds
