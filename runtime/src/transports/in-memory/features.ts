import type { Features } from '../../transport/features.js'

export const inMemoryFeatures = (maxPayload: number | undefined): Features => ({
  durable: false,
  shared: false,
  competing: true,
  orderPerKey: true,
  start: ['now'],
  wildcards: true,
  nativeDeliveryCount: true,
  extendLease: true,
  delayedReturn: true,
  redrive: true,
  parkKey: true,
  transactions: false,
  deduplicates: false,
  ...(maxPayload !== undefined && { maxPayload }),
  why: {
    durable: 'What is in memory ends with the process; a durable transport keeps it.',
    shared: 'It lives in one process; buses of that process share it when they are given the same one.',
    start: 'Nothing is kept for subscriptions that do not exist yet; subscribe before you publish.',
    transactions: 'Memory takes part in no transaction; a unit of work publishes after the commit.',
    deduplicates: 'Every publish is carried, as on most brokers; a handler must bear repetition.',
  },
})
