import type { Schema } from '@tidings/contract'
import type { CompareSchemas } from '../containment/containment.js'
import { type Topic, topicsOf } from './break-topics.js'
import type { Change } from './change.js'
import type { TypeDifference } from './compare-types.js'
import type { ComparedContract } from './compared-contract.js'
import { pathKey, startsWith } from './data-path.js'
import { type ComparedSchemas, createDataTeller } from './tell-data.js'
import type { Usage } from './usage.js'

/** What comparing the data of events asks of the two contracts. */
export interface DataContext {
  readonly before: ComparedContract
  readonly after: ComparedContract
  readonly usage: Usage
  /** Whether old code takes what the new schema takes. */
  readonly forward: CompareSchemas
  /** Whether new code takes what the old schema took. */
  readonly backward: CompareSchemas
  readonly compareTypes: (before: Schema, after: Schema) => readonly TypeDifference[]
}

/** Compares the schemas of the data, or of the headers, of one event. */
export async function compareData(compared: ComparedSchemas, context: DataContext): Promise<readonly Change[]> {
  const { before, after } = compared
  const forward = await context.forward(after, before)
  const backward = await context.backward(before, after)
  const topics = topicsOf(forward.breaks, backward.breaks)
  const differences = context.compareTypes(before, after)
  const { inSource, left } = shareOut(differences, topics, context.usage)
  const removed = new Set(differences.filter(({ change }) => change === 'removed').map(({ path }) => pathKey(path)))
  const teller = createDataTeller(compared, context.before, context.after)
  return [
    ...topics.map((topic) => {
      const isGone = topic.rule === 'property-optional' && removed.has(pathKey(topic.path))
      return teller.tellBreak(isGone ? { ...topic, rule: 'property-removed' } : topic, inSource.has(topic))
    }),
    ...left.map((difference) => teller.tellType(difference)),
    ...forward.undecided.map((one) => teller.tellUndecided(one, 'forward')),
    ...backward.undecided.map((one) => teller.tellUndecided(one, 'backward')),
  ]
}

interface SharedOut {
  /** The changes of data that break the SDK's types, too. */
  readonly inSource: ReadonlySet<Topic>
  /** What shows in the types alone. */
  readonly left: readonly TypeDifference[]
}

/** Finds for each difference of the types the change of data that it comes of. */
function shareOut(differences: readonly TypeDifference[], topics: readonly Topic[], usage: Usage): SharedOut {
  const inSource = new Set<Topic>()
  const left: TypeDifference[] = []
  for (const difference of differences) {
    const breaks = breaksSource(difference, usage)
    if (!breaks && difference.change !== 'added') continue
    const within = topics.filter(({ path, shows }) => shows && startsWith(path, difference.path))
    const here = within.filter(({ path }) => pathKey(path) === pathKey(difference.path))
    if (breaks) for (const topic of here.length > 0 ? here : within) inSource.add(topic)
    const isTold = difference.change === 'removed' ? here.some(tellsRemoval) : within.length > 0
    if (!isTold) left.push(difference)
  }
  return { inSource, left }
}

/** A removed property is told by a rule of its own, unless one of these says it already. */
const tellsRemoval = ({ rule }: Topic): boolean => rule === 'property-optional' || rule === 'property-refused'

/** Who only sends makes data, who only receives reads it. */
function breaksSource({ breaksReaders, breaksMakers }: TypeDifference, { sends, receives, isDomain }: Usage): boolean {
  const both = isDomain || sends === receives
  return (breaksReaders && (both || receives)) || (breaksMakers && (both || sends))
}
