import type { ContractEvent } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, imported } from '../api.js'

/** Refers to the class of an event from another module: the newest version goes by the plain name. */
export function eventReference(
  event: ContractEvent,
  { contract, names }: Sdk,
  options: { readonly type?: boolean } = {},
): Code {
  const { file, className } =
    (isNewest(event, contract.events) ? names.newest(event.name) : undefined) ?? names.event(event.id)
  return imported(file, className, options)
}

/** Whether no event of the same name has a later version. */
export const isNewest = ({ name, version = 0 }: ContractEvent, events: readonly ContractEvent[]): boolean =>
  version >= (latestOf(events).get(name) ?? 0)

const latest = new WeakMap<readonly ContractEvent[], ReadonlyMap<string, number>>()

/** The latest version by name; found once for each list of events. */
function latestOf(events: readonly ContractEvent[]): ReadonlyMap<string, number> {
  const known = latest.get(events)
  if (known !== undefined) return known
  const found = new Map<string, number>()
  for (const { name, version = 0 } of events) found.set(name, Math.max(version, found.get(name) ?? 0))
  latest.set(events, found)
  return found
}
