import type { Features } from '../../transport/features.js'

export const kafkaFeatures = (maxPayload: number): Features => ({
  durable: true,
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
  partitioned: true,
  maxPayload,
  why: {
    parkKey:
      'Kafka cannot set aside the messages of one key for as long as a dead letter waits; its later events go on, and ' +
      'a handler that needs the earlier one can fail until that is redriven.',
    transactions: 'Kafka takes part in no transaction of a database; an outbox records events in yours.',
    deduplicates:
      "Kafka recognises what the same producer sends again, and not an event's id; a subscription with an inbox " +
      'handles an event once.',
  },
})
