import type { Break, Path } from '../containment/break.js'
import { familyOf, showsInTypes, topicOf } from './break-family.js'
import { pathKey } from './data-path.js'
import type { DiffRuleId } from './rules.js'

/** One change of one place, as it shows in one direction or in both. */
export interface Topic {
  readonly rule: DiffRuleId
  readonly path: Path
  readonly forward?: Break
  readonly backward?: Break
  /** Whether the types of the SDK may show it. */
  readonly shows: boolean
}

/** The breaks of both directions, with those that are one change put together. */
export function topicsOf(forward: readonly Break[], backward: readonly Break[]): readonly Topic[] {
  return withoutShadows([...byTopic(blamed(forward), blamed(backward))])
}

/** What no keyword is to blame for alone follows, mostly, from what one is. */
function blamed(breaks: readonly Break[]): readonly Break[] {
  const others = breaks.filter(({ kind }) => kind !== 'narrowed')
  return others.length > 0 ? others : breaks
}

function* byTopic(forward: readonly Break[], backward: readonly Break[]): Iterable<Topic> {
  const key = (one: Break) => JSON.stringify([one.path, topicOf(one)])
  const olds = new Map(backward.map((one) => [key(one), one]))
  const taken = new Set<Break>()
  for (const one of forward) {
    const other = olds.get(key(one))
    const { forward: rule, both } = familyOf(one)
    const common = { path: one.path, shows: showsInTypes(one), forward: one }
    if (other !== undefined && both !== undefined && !taken.has(other)) {
      taken.add(other)
      yield { ...common, rule: both, backward: other }
    } else yield { ...common, rule }
  }
  for (const one of backward.filter((each) => !taken.has(each))) {
    const isUndeclared = one.kind === 'property-closed' && !('property' in (one.path.at(-1) ?? {}))
    const rule = isUndeclared ? 'object-closed' : familyOf(one).backward
    yield { rule, path: one.path, shows: showsInTypes(one), backward: one }
  }
}

/** That a name may have been in use matters little where its property breaks the same people anyway. */
function withoutShadows(topics: readonly Topic[]): readonly Topic[] {
  return topics.filter(
    (topic) =>
      topic.rule !== 'undeclared-property' ||
      !topics.some(
        (other) =>
          other.rule !== 'undeclared-property' &&
          pathKey(other.path) === pathKey(topic.path) &&
          (topic.forward === undefined || other.forward !== undefined) &&
          (topic.backward === undefined || other.backward !== undefined),
      ),
  )
}
