import type { Contract, ContractEvent } from '@tidings/contract'

/** The versions of one event, oldest first; a single one where the contract tells no versions apart. */
export interface EventFamily {
  readonly name: string
  readonly versions: readonly ContractEvent[]
}

/** The events of a contract by the name that their versions share, sorted by name. */
export function eventFamilies(contract: Contract): readonly EventFamily[] {
  const byName = new Map<string, ContractEvent[]>()
  for (const event of contract.events) byName.set(event.name, [...(byName.get(event.name) ?? []), event])
  const families = [...byName].flatMap(([name, events]): EventFamily[] => {
    const distinct = new Set(events.map(({ version }) => version))
    const versioned = distinct.size === events.length && !distinct.has(undefined)
    if (events.length > 1 && !versioned) return events.map((event) => ({ name: event.id, versions: [event] }))
    return [{ name, versions: [...events].sort((a, b) => (a.version ?? 0) - (b.version ?? 0)) }]
  })
  return families.sort((a, b) => compareText(a.name, b.name))
}

/** By code units: the same order on any machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
