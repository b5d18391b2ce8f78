import type { Audience, Severity } from '@tidings/contract'
import type { Change } from './change.js'
import type { ComparedContract } from './compared-contract.js'
import { diffRules } from './rules.js'
import { type Direction, directionsOf, type Usage, usageOf } from './usage.js'

/** Which directions must hold, for all events alike. */
export type Compatibility = 'backward' | 'forward' | 'full' | 'none'

export interface JudgeOptions {
  /** Unless given, each event is judged by what the application does with it. */
  readonly compatibility?: Compatibility
  /** Somebody sends undeclared properties: to declare one is an error, not a warning. */
  readonly undeclaredInUse?: boolean
}

/** A change with its verdict. */
export interface JudgedChange extends Change {
  readonly severity: Severity
  readonly breaks: readonly Audience[]
  /** Why a break hurts nobody here. */
  readonly excuse?: string
}

/** Says of each change what it is to those whom it breaks. */
export const judgeChanges = (
  changes: readonly Change[],
  before: ComparedContract,
  after: ComparedContract,
  options: JudgeOptions,
): readonly JudgedChange[] =>
  changes.map((change) => {
    const usage = change.event && usageOf(change.event, before.contract, after.contract)
    return judge(change, usage ?? ofNoEvent, options)
  })

function judge(change: Change, usage: Usage, { compatibility, undeclaredInUse }: JudgeOptions): JudgedChange {
  const rule = diffRules[change.rule]
  const breaks: readonly Audience[] = change.breaks ?? rule.breaks
  const directions = compatibility === undefined ? directionsOf(usage) : asked[compatibility]
  const severity = undeclaredInUse && change.rule === 'undeclared-property' ? 'error' : rule.severity
  const judged = { ...change, breaks }
  if (compatibility === 'none' || severity === 'info') return { ...judged, severity: 'info' }
  const isHurt = (audience: Audience) => audience === 'wire' || directions.includes(audience as Direction)
  if (breaks.some(isHurt)) return { ...judged, severity }
  // The compiler tells of it, and the SDK is made in the same repository.
  const lesser = breaks.includes('source') ? 'warning' : 'info'
  const isExcused = compatibility === undefined && breaks.some((audience) => audience !== 'source')
  return { ...judged, severity: lesser, ...(isExcused ? { excuse: excuseFor(usage) } : {}) }
}

const ofNoEvent: Usage = { sends: false, receives: false, isDomain: false }

const asked: Readonly<Record<Compatibility, readonly Direction[]>> = {
  backward: ['backward'],
  forward: ['forward'],
  full: ['forward', 'backward'],
  none: [],
}

const excuseFor = ({ sends }: Usage): string =>
  sends ? 'allowed: the event is only sent here' : 'allowed: the event is only received here'
