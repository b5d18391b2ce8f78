import type { Features } from '@tidings/runtime/transport'

export const directoryFeatures = (maxPayload: number): Features => ({
  durable: true,
  shared: true,
  competing: true,
  orderPerKey: false,
  start: ['now'],
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
    orderPerKey:
      'Each instance claims files on its own, so the next event of a key may be claimed while another instance still ' +
      'handles the one before it; a transport such as postgres keeps order.',
    start:
      'Files are given to the subscriptions there are, and none is kept for later ones; subscribe before you publish.',
    parkKey: 'Events of a key are not kept together, so none of them can wait for another.',
    transactions: 'A file system takes part in no transaction of a database; an outbox records events in yours.',
    deduplicates:
      'Every publish makes a file, and nobody remembers those that are gone; a handler must bear repetition.',
  },
})
