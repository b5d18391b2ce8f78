import type { Audience, Place, Schema } from '@tidings/contract'
import type { Path, Undecided } from '../containment/break.js'
import type { Topic } from './break-topics.js'
import { type About, type Change, change, type EventPair } from './change.js'
import type { TypeDifference } from './compare-types.js'
import type { ComparedContract } from './compared-contract.js'
import { holesOf } from './data-holes.js'
import { describePath } from './data-path.js'
import { schemaAt } from './schema-at.js'
import type { Direction } from './usage.js'

/** The two schemas that are compared, and whose they are. */
export interface ComparedSchemas {
  readonly event: EventPair
  readonly part: 'payload' | 'headers'
  readonly before: Schema
  readonly after: Schema
}

/** Tells what comparing two schemas found as changes, each with its places. */
export interface DataTeller {
  tellBreak(topic: Topic, breaksSource: boolean): Change
  tellType(difference: TypeDifference): Change
  tellUndecided(undecided: Undecided, direction: Direction): Change
}

export function createDataTeller(
  { event, part, ...schemas }: ComparedSchemas,
  before: ComparedContract,
  after: ComparedContract,
): DataTeller {
  const where = (path: Path) => `${describePath(part, path)} of ${event.after.id}`
  const about = (breaks: readonly Audience[], place: Place | undefined, was: Place | undefined): About => ({
    event,
    breaks,
    place: place ?? after.places.ofSchema(schemas.after) ?? after.places.ofOrigin(event.after.origin, part),
    was: was ?? before.places.ofSchema(schemas.before) ?? before.places.ofOrigin(event.before.origin, part),
  })

  return {
    tellBreak({ rule, path, forward, backward }, breaksSource) {
      const one = backward ?? forward
      const breaks: Audience[] = [
        ...(forward === undefined ? [] : ['forward' as const]),
        ...(backward === undefined ? [] : ['backward' as const]),
        ...(breaksSource ? ['source' as const] : []),
      ]
      const newer = backward === undefined ? forward?.from : backward.to
      const older = forward === undefined ? backward?.from : forward.to
      const tokens = placeTokens(path, one?.keyword)
      const place = newer === undefined ? undefined : after.places.ofSchema(newer, ...tokens)
      const was = older === undefined ? undefined : before.places.ofSchema(older, ...tokens)
      return {
        rule,
        holes: holesOf({ rule, path, forward, backward, where }),
        ...about(breaks, place, was),
        ...(one === undefined ? {} : { witness: one.witness }),
      }
    },

    tellType({ path, change: kind, breaksReaders }) {
      const places = [
        after.places.ofSchema(schemaAt(schemas.after, path, after.contract.schemas)),
        before.places.ofSchema(schemaAt(schemas.before, path, before.contract.schemas)),
      ] as const
      if (kind === 'added') return change('property-added', { where: where(path) }, about([], ...places))
      if (kind === 'removed') {
        const effect = 'code that reads or sets it no longer compiles'
        return change('property-removed', { where: where(path), effect }, about(['source'], ...places))
      }
      const whose = breaksReaders ? 'code that reads it' : 'code that makes it'
      return change('sdk-type-changed', { where: where(path), whose }, about(['source'], ...places))
    },

    tellUndecided({ path, keyword, why, to }, direction) {
      const what = direction === 'forward' ? 'no more than deployed readers take' : 'every old event'
      const holes = { where: where(path), what, why, keyword }
      // What refuses is the older schema of new events, and the newer one of old events.
      return direction === 'forward'
        ? change('cannot-tell', holes, about([direction], undefined, before.places.ofSchema(to, keyword)))
        : change('cannot-tell', holes, about([direction], after.places.ofSchema(to, keyword), undefined))
    },
  }
}

/** What in the schema of an object, or of a value, says it. */
function placeTokens(path: Path, keyword: string | undefined): readonly string[] {
  const last = path.at(-1)
  if (keyword === 'required' && last !== undefined && 'property' in last) return ['properties', last.property]
  return keyword === undefined || keyword === 'false' ? [] : [keyword]
}
