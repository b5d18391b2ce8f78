import type { Audience, Place, Schema } from '@tidings/contract'
import type { Break, Path, Undecided } from '../containment/break.js'
import type { CompareSchemas, Containment } from '../containment/containment.js'
import { familyOf, showsInTypes, topicOf } from './break-family.js'
import { type About, type Change, change, type EventPair } from './change.js'
import type { TypeDifference } from './compare-types.js'
import type { ComparedContract } from './compared-contract.js'
import { holesOf } from './data-holes.js'
import { describePath, pathKey, startsWith } from './data-path.js'
import type { DiffRuleId } from './rules.js'
import type { Direction, Usage } from './usage.js'

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

type Part = 'payload' | 'headers'

/** Compares the schemas of the data, or of the headers, of one event. */
export async function compareData(
  event: EventPair,
  part: Part,
  schemas: { readonly before: Schema; readonly after: Schema },
  context: DataContext,
): Promise<readonly Change[]> {
  const [forward, backward] = [
    plain(await context.forward(schemas.after, schemas.before)),
    plain(await context.backward(schemas.before, schemas.after)),
  ]
  const differences = context
    .compareTypes(schemas.before, schemas.after)
    .map((difference) => ({ ...difference, breaks: breaksSource(difference, context.usage) }))
  const teller = createTeller(event, part, schemas, context)
  const topics = withoutShadows([...byTopic(forward.breaks, backward.breaks)])

  const told = new Set<TypeDifference>()
  for (const difference of differences.filter(({ breaks, change }) => breaks || change === 'added')) {
    const about = topics.filter(({ path, shows }) => shows && startsWith(path, difference.path))
    const here = about.filter(({ path }) => pathKey(path) === pathKey(difference.path))
    for (const topic of here.length > 0 ? here : about) topic.source ||= difference.breaks
    const isTold = difference.change === 'removed' ? here.some(({ rule }) => tellsRemoval(rule)) : about.length > 0
    if (isTold) told.add(difference)
  }
  const removed = new Set(differences.filter(({ change }) => change === 'removed').map(({ path }) => pathKey(path)))
  return [
    ...topics.map((topic) => {
      const isGone = topic.rule === 'property-optional' && removed.has(pathKey(topic.path))
      return teller.tellBreak(isGone ? { ...topic, rule: 'property-removed' } : topic)
    }),
    ...differences.filter((difference) => !told.has(difference)).flatMap((difference) => teller.tellType(difference)),
    ...[...tellUndecided(forward.undecided, 'forward'), ...tellUndecided(backward.undecided, 'backward')],
  ]

  function tellUndecided(undecided: readonly Undecided[], direction: Direction): Change[] {
    return undecided.map((one) => teller.tellUndecided(one, direction))
  }
}

/** What no keyword is to blame for alone follows, mostly, from what one is. */
function plain({ breaks, undecided }: Containment): Containment {
  const blamed = breaks.filter(({ kind }) => kind !== 'narrowed')
  return { breaks: blamed.length > 0 ? blamed : breaks, undecided }
}

/** That a name may have been in use matters little where the property breaks somebody anyway. */
function withoutShadows(topics: readonly Topic[]): { -readonly [Key in keyof Topic]: Topic[Key] }[] {
  const told = new Set(topics.flatMap(({ rule, path }) => (rule === 'undeclared-property' ? [] : [pathKey(path)])))
  return topics
    .filter(({ rule, path }) => rule !== 'undeclared-property' || !told.has(pathKey(path)))
    .map((topic) => ({ ...topic }))
}

/** A removed property is told by a rule of its own, unless one of these says it already. */
const tellsRemoval = (rule: DiffRuleId) => rule === 'property-optional' || rule === 'property-refused'

/** Who only sends makes data, who only receives reads it. */
function breaksSource({ breaksReaders, breaksMakers }: TypeDifference, { sends, receives, isDomain }: Usage): boolean {
  const both = isDomain || sends === receives
  return (breaksReaders && (both || receives)) || (breaksMakers && (both || sends))
}

/** One change of one place, as it shows in one direction or both. */
export interface Topic {
  readonly rule: DiffRuleId
  readonly path: Path
  readonly forward?: Break
  readonly backward?: Break
  readonly shows: boolean
  readonly source: boolean
}

function* byTopic(forward: readonly Break[], backward: readonly Break[]): Iterable<Topic> {
  const key = (one: Break) => JSON.stringify([one.path, topicOf(one)])
  const olds = new Map(backward.map((one) => [key(one), one]))
  const taken = new Set<Break>()
  for (const one of forward) {
    const other = olds.get(key(one))
    const { forward: rule, both } = familyOf(one)
    const common = { path: one.path, shows: showsInTypes(one), source: false, forward: one }
    if (other !== undefined && both !== undefined && !taken.has(other)) {
      taken.add(other)
      yield { ...common, rule: both, backward: other }
    } else yield { ...common, rule }
  }
  for (const one of backward.filter((each) => !taken.has(each))) {
    const isUndeclared = one.kind === 'property-closed' && !('property' in (one.path.at(-1) ?? {}))
    const rule = isUndeclared ? 'object-closed' : familyOf(one).backward
    yield { rule, path: one.path, shows: showsInTypes(one), source: false, backward: one }
  }
}

function createTeller(
  event: EventPair,
  part: Part,
  schemas: { readonly before: Schema; readonly after: Schema },
  { before, after, usage }: DataContext,
) {
  const whole = {
    now: after.places.ofSchema(schemas.after) ?? after.places.ofOrigin(event.after.origin, part),
    was: before.places.ofSchema(schemas.before) ?? before.places.ofOrigin(event.before.origin, part),
  }
  const where = (path: Path) => `${describePath(part, path)} of ${event.after.id}`
  const about = (
    breaks: readonly Audience[],
    places: { place?: Place | undefined; was?: Place | undefined },
  ): About => ({
    event,
    breaks,
    place: places.place ?? whole.now,
    was: places.was ?? whole.was,
  })

  return {
    tellBreak({ rule, path, forward, backward, source }: Topic): Change {
      const one = backward ?? forward
      const breaks: Audience[] = [
        ...(forward === undefined ? [] : ['forward' as const]),
        ...(backward === undefined ? [] : ['backward' as const]),
        ...(source ? ['source' as const] : []),
      ]
      const newer = backward === undefined ? forward?.from : backward.to
      const older = forward === undefined ? backward?.from : forward.to
      const tokens = placeTokens(path, one?.keyword)
      return {
        rule,
        holes: holesOf({ rule, path, forward, backward, where }),
        ...about(breaks, {
          place: newer === undefined ? undefined : after.places.ofSchema(newer, ...tokens),
          was: older === undefined ? undefined : before.places.ofSchema(older, ...tokens),
        }),
        ...(one === undefined || part === 'headers' ? {} : { witness: one.witness }),
      }
    },

    tellType({ path, change: kind, breaksReaders }: TypeDifference & { readonly breaks: boolean }): Change[] {
      const holes = { where: where(path) }
      if (kind === 'added') return [change('property-added', holes, about([], {}))]
      if (kind === 'removed') {
        const effect = 'code that reads or sets it no longer compiles'
        return [change('property-removed', { ...holes, effect }, about(['source'], {}))]
      }
      if (!breaksSource({ path, change: kind, breaksReaders, breaksMakers: !breaksReaders }, usage)) return []
      const whose = breaksReaders ? 'code that reads it' : 'code that makes it'
      return [change('sdk-type-changed', { ...holes, whose }, about(['source'], {}))]
    },

    tellUndecided({ path, keyword, why, to }: Undecided, direction: Direction): Change {
      const what = direction === 'forward' ? 'no more than deployed readers take' : 'every old event'
      return change(
        'cannot-tell',
        { where: where(path), what, why, keyword },
        about([direction], {
          place: direction === 'backward' ? after.places.ofSchema(to, keyword) : undefined,
          was: direction === 'forward' ? before.places.ofSchema(to, keyword) : undefined,
        }),
      )
    },
  }
}

/** What in the schema of an object, or of a value, says it. */
function placeTokens(path: Path, keyword: string | undefined): readonly string[] {
  const last = path.at(-1)
  const isAboutProperty = keyword === 'required' && last !== undefined && 'property' in last
  if (isAboutProperty) return ['properties', last.property]
  return keyword === undefined || keyword === 'false' ? [] : [keyword]
}
