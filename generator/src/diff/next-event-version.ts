import type { Contract, ContractEvent } from '@tidings/contract'

/** The version that an event needs when its data can no longer be what it was. */
export interface NextEventVersion {
  /** The name that all of its versions share. */
  readonly name: string
  readonly version: number
  /** The CloudEvents type for it: `com.shop.order.placed.v2`. */
  readonly type: string
}

/** One more than the highest version that the contract has of an event. An event without a version is its first. */
export function nextEventVersion({ name, type, version = 1 }: ContractEvent, { events }: Contract): NextEventVersion {
  const versions = events.filter((event) => event.name === name).map((event) => event.version ?? 1)
  const next = Math.max(version, ...versions) + 1
  return { name, version: next, type: `${type.replace(/\.v\d+$/, '')}.v${next}` }
}
