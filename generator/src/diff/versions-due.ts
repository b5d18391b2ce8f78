import type { ContractEvent } from '@tidings/contract'
import { type Change, change } from './change.js'
import type { ComparedContract } from './compared-contract.js'
import type { JudgedChange } from './judge-changes.js'
import { type NextEventVersion, nextEventVersion } from './next-event-version.js'

/** An event, and the version that it needs. */
export interface Due {
  readonly event: ContractEvent
  readonly next: NextEventVersion
}

/** The events whose data breaks those who must not be broken. */
export function eventsDue(judged: readonly JudgedChange[], { contract }: ComparedContract): readonly Due[] {
  const broken = judged.flatMap(({ severity, event }) =>
    severity === 'error' && event !== undefined ? [event.after] : [],
  )
  return [...new Set(broken)].map((event) => ({ event, next: nextEventVersion(event, contract) }))
}

const mostTold = 5

/** Where one shared schema breaks many events, they are told together. */
export function versionsDue(due: readonly Due[], head: ComparedContract): readonly Change[] {
  const tell = ({ event, next }: Due, others: number): Change => {
    const name = others === 0 ? event.id : `${event.id}, as ${others} others,`
    const holes = { event: name, type: event.type, name: next.name, version: next.version, next: next.type }
    return change('new-version-due', holes, { place: head.places.ofOrigin(event.origin) })
  }
  const [first] = due
  if (first === undefined || due.length <= mostTold) return due.map((each) => tell(each, 0))
  return [tell(first, due.length - 1)]
}
