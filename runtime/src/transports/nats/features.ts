import type { Features } from '../../transport/features.js'

export const natsFeatures = (maxPayload: number): Features => ({
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
  deduplicates: true,
  maxPayload,
  why: {
    parkKey:
      'JetStream cannot set aside the messages of one key for as long as a dead letter waits; its later events go on, ' +
      'and a handler that needs the earlier one can fail until that is redriven.',
    transactions: 'NATS takes part in no transaction of a database; an outbox records events in yours.',
  },
})
