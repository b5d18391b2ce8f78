import type { Finding } from '@tidings/contract'
import type { ComparedContract } from './compared-contract.js'
import type { JudgedChange } from './judge-changes.js'
import { nextEventVersion } from './next-event-version.js'
import { type DiffRuleId, diffRules } from './rules.js'

/** The changes as findings. What is one change, and shows in many events, is told once. */
export function findingsOfChanges(changes: readonly JudgedChange[], after: ComparedContract): readonly Finding[] {
  const groups = new Map<string, JudgedChange[]>()
  for (const change of changes) {
    const key = groupOf(change)
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [findingOf(first, others, after)],
  )
}

/** Defaults of the document, which change for many events at once, and where they stand. */
const defaults: Partial<Record<DiffRuleId, string>> = {
  'event-source-changed': 'x-events',
  'event-kind-changed': 'x-events',
  'content-type-changed': 'defaultContentType',
}

function groupOf({ rule, severity, breaks, place, was, holes, event, excuse }: JudgedChange): string {
  const { is, was: former, keyword, effect } = holes
  if (Object.hasOwn(defaults, rule)) return JSON.stringify([rule, severity, is, former])
  // A schema that several events share changes in one place.
  const topic = event === undefined ? holes : [keyword, is, former, effect, excuse]
  return JSON.stringify([rule, severity, breaks, place, was, topic])
}

function findingOf(change: JudgedChange, others: readonly JudgedChange[], after: ComparedContract): Finding {
  const { rule, severity, breaks, was, witness, excuse, event } = change
  const { message, mend } = diffRules[rule]
  const holes = { ...change.holes, ...withOthers(change, others) }
  const key = defaults[rule]
  const place = others.length > 0 && key !== undefined ? after.places.ofOrigin(after.origin, key) : change.place
  const version = severity === 'error' && event !== undefined && nextEventVersion(event.after, after.contract)
  const advice = version ? ` Or publish it as ${version.type} beside this one, with an upcaster.` : ''
  return {
    rule,
    severity,
    message: `${message(holes)}${excuse === undefined ? '' : ` (${excuse})`}`,
    ...(place === undefined ? {} : { place }),
    mend: `${mend(holes)}${advice}`,
    ...(was === undefined ? {} : { related: [{ message: 'before', place: was }] }),
    ...(witness === undefined ? {} : { witness }),
    ...(breaks.length === 0 ? {} : { breaks }),
  }
}

const mostNamed = 3

/** Names the other events in the holes of the first. */
function withOthers({ holes, event }: JudgedChange, others: readonly JudgedChange[]): Record<string, string> {
  const own = String(event?.after.id ?? holes['event'])
  const names = [...new Set(others.map((other) => String(other.event?.after.id ?? other.holes['event'])))]
  const left = names.filter((name) => name !== own)
  if (left.length === 0) return {}
  const more = left.length - mostNamed
  const listed = [...left.slice(0, mostNamed), ...(more > 0 ? [`${more} more events`] : [])].join(', ')
  return event === undefined ? { event: `${own}, ${listed}` } : { where: `${holes['where']} (and of ${listed})` }
}
