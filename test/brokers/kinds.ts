import type { BrokerKind } from './broker-kind.js'
import { kafka } from './kafka.js'
import { mqtt } from './mqtt.js'
import { nats } from './nats.js'
import { postgres } from './postgres.js'
import { rabbitmq } from './rabbitmq.js'
import { redis } from './redis.js'

/** Every kind of broker that tests use, by its name. */
export const kinds = { kafka, mqtt, nats, postgres, rabbitmq, redis } satisfies Readonly<Record<string, BrokerKind>>

export type BrokerName = keyof typeof kinds
