import type { Features } from '../../transport/features.js'
import type { RedisSettings } from './options.js'

export const redisFeatures = ({ maxPayload, durable }: RedisSettings): Features => ({
  durable,
  shared: true,
  competing: true,
  orderPerKey: true,
  start: ['now', 'beginning', 'time'],
  wildcards: true,
  nativeDeliveryCount: true,
  extendLease: true,
  delayedReturn: true,
  redrive: true,
  parkKey: false,
  transactions: false,
  deduplicates: false,
  maxPayload,
  why: {
    ...(!durable && {
      durable: 'The option `durable` is off: what the server holds in memory alone is lost with it.',
    }),
    parkKey:
      'A consumer group cannot set aside the messages of one key for as long as a dead letter waits; its later events ' +
      'go on, and a handler that needs the earlier one can fail until that is redriven.',
    transactions: 'Redis takes part in no transaction of a database; an outbox records events in yours.',
    deduplicates: 'A stream takes what it is given, as often as it is given; an inbox recognises what was handled.',
  },
})
