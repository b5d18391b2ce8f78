import type { Features } from '../../transport/features.js'
import type { PostgresSettings } from './options.js'
import { isStored } from './pglite.js'

export const postgresFeatures = ({ pglite, maxPayload }: PostgresSettings): Features => {
  const isEmbedded = pglite !== undefined
  const durable = !isEmbedded || isStored(pglite)
  return {
    durable,
    shared: !isEmbedded,
    competing: true,
    orderPerKey: true,
    start: ['now', 'beginning', 'time'],
    wildcards: true,
    nativeDeliveryCount: true,
    extendLease: true,
    delayedReturn: true,
    redrive: true,
    parkKey: true,
    transactions: true,
    deduplicates: false,
    maxPayload,
    why: {
      ...(!durable && { durable: 'This PGlite is in memory; give it a folder to keep its data in.' }),
      ...(isEmbedded && {
        shared: 'PGlite lives in one process; buses of that process share it when they are given the same one.',
      }),
      deduplicates: 'Every publish is carried; an inbox handles what comes twice once.',
    },
  }
}
