import type { Features } from '../../transport/features.js'

export const rabbitmqFeatures = (maxPayload: number): Features => ({
  durable: true,
  shared: true,
  competing: true,
  orderPerKey: true,
  start: ['now'],
  wildcards: true,
  nativeDeliveryCount: true,
  extendLease: true,
  delayedReturn: false,
  redrive: true,
  parkKey: false,
  transactions: false,
  deduplicates: false,
  maxPayload,
  why: {
    start:
      'A queue holds what comes after it was made and forgets what is handled; make the subscription before the events ' +
      'are published, or keep them in a database.',
    delayedReturn:
      'Quorum queues return at once; an event that failed waits in the hands of the instance that holds it, which is ' +
      'how the bus tries again anyway.',
    parkKey:
      'A queue cannot set aside the messages of one key for as long as a dead letter waits; its later events go on, and ' +
      'a handler that needs the earlier one can fail until that is redriven.',
    transactions: 'RabbitMQ takes part in no transaction of a database; an outbox records events in yours.',
    deduplicates: 'RabbitMQ keeps no memory of what it took; an inbox recognises an event that comes again.',
  },
})
