import type { Outlet, Prepared } from '../bus/outlet.js'
import { PublishFailed } from '../error/publish-failed.js'
import { UnsupportedCapability } from '../error/unsupported-capability.js'
import type { AnyEvent } from '../event/any-event.js'
import type { Outbox } from './outbox.js'

/**
 * The outbox of a transport that joins the caller's transaction, as `postgres(...)` does: events are published in the
 * transaction that saves the aggregates, and need no relay. Throws `UnsupportedCapability` for any other transport.
 *
 * ```ts
 * const unitOfWork = new UnitOfWork({ bus, transaction, outbox: transportOutbox(bus) })
 * ```
 */
export function transportOutbox<Transaction>({ outlet }: { readonly outlet: Outlet }): Outbox<Transaction> {
  const unable = outlet.transports.find(({ features }) => !features.transactions)
  if (unable !== undefined) {
    throw new UnsupportedCapability("the unit of work's transaction is to be joined", 'transactions', unable)
  }
  return {
    async record(events, transaction) {
      const prepared = events.map(({ event, destination }) => ({ event, ...outlet.prepare(event, destination) }))
      const failures = []
      for (const [server, parcels] of byServer(prepared)) {
        const outcomes = await outlet.carry(
          server,
          parcels.map(({ outgoing }) => outgoing),
          { transaction },
        )
        for (const [index, { event }] of parcels.entries()) {
          const error = outcomes[index]
          if (error !== undefined) failures.push({ event, error })
        }
      }
      if (failures.length > 0) throw new PublishFailed(failures, events.length)
    },
  }
}

type Parcel = Prepared & { readonly event: AnyEvent }

function byServer(parcels: readonly Parcel[]): ReadonlyMap<string, readonly Parcel[]> {
  const groups = new Map<string, Parcel[]>()
  for (const parcel of parcels) groups.set(parcel.server, [...(groups.get(parcel.server) ?? []), parcel])
  return groups
}
