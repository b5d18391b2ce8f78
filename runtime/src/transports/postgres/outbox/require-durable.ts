import type { Outlet } from '../../../bus/outlet.js'
import { UnsupportedCapability } from '../../../error/unsupported-capability.js'

/** Throws where what an outbox hands on would be less safe than where it was. */
export function requireDurable({ transports }: Outlet): void {
  const unable = transports.find(({ features }) => !features.durable)
  if (unable !== undefined) throw new UnsupportedCapability('an outbox needs a durable transport', 'durable', unable)
}
