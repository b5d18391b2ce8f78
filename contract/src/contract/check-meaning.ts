import { join } from 'node:path'
import type { Place } from '../finding/finding.js'
import type { Reporter } from '../finding/reporter.js'
import type { Contract } from '../model/contract.js'
import type { ContractEvent } from '../model/event.js'
import { isRemote } from '../reference/reference.js'
import { groupBy } from './group-by.js'

/** What is legal AsyncAPI and yet leaves events that cannot be told apart. */
export function checkMeaning({ events }: Contract, folder: string, reporter: Reporter): void {
  for (const [name, versions] of groupBy(events, (event) => event.name)) {
    for (const [version, same] of groupBy(versions, (event) => event.version)) {
      const needed = versions.length > 1 && (same.length > 1 || version === undefined)
      const [first] = same
      if (!needed || first === undefined) continue
      reporter.report('duplicate-version', placeOf(first.origin, folder), {
        events: list(same.length > 1 ? same : versions),
        version: version === undefined ? 'no version' : `version ${version}`,
        name,
      })
    }
  }
  for (const [type, same] of groupBy(events, (event) => event.type)) {
    const [first] = same
    if (same.length === 1) continue
    const payloads = new Set(same.map(({ payload }) => JSON.stringify(payload ?? null)))
    if (first === undefined || payloads.size === 1) continue
    reporter.report('one-type-two-payloads', placeOf(first.origin, folder), { events: list(same), type })
  }
}

export function placeOf(origin: ContractEvent['origin'], folder: string): Place {
  const { file, ...rest } = origin
  return { file: isRemote(file) ? file : join(folder, file), ...rest }
}

function list(events: readonly ContractEvent[]): string {
  return events.map(({ id }) => id).join(', ')
}
