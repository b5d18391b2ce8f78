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
export const isNewest = (event: ContractEvent, events: readonly ContractEvent[]): boolean =>
  events.every(({ name, version = 0 }) => name !== event.name || version <= (event.version ?? 0))
