import type { SchemaObject } from '@tidings/contract'
import { type Claim, claim, negated } from '../claim.js'
import { type Fact, factsOf } from '../fact.js'
import { compiled } from '../fits.js'
import { isFound, isUnknown } from '../outcome.js'
import { nowhere } from '../scope.js'
import type { Find } from './find.js'

/** Names that the properties of an object may have. */
export interface Names {
  /** Those that a schema mentions, in its order. */
  readonly mentioned: Iterable<string>
  /**
   * Those that a schema mentions, then others: of each kind that patterns tell apart as many as could be needed.
   * `doubt` says why there may be more kinds.
   */
  readonly candidates: (
    taken: readonly string[],
    more?: number,
  ) => { readonly names: readonly string[]; readonly doubt?: string }
}

interface Given {
  readonly facts: readonly Fact[]
  readonly everyName: readonly Claim[]
  /** How many properties are wanted of which the name is not known. */
  readonly wanted: number
  readonly find: Find
}

const likely = ['extra', 'other', 'x', 'y', 'z']
const mostTelling = 5
const mostFresh = 1_000

export function createNames({ facts, everyName, wanted, find }: Given): Names {
  const schemas: readonly SchemaObject[] = facts.flatMap((fact) =>
    fact.is === 'members' ? [fact.schema] : fact.is === 'some-member' ? [fact.among] : [],
  )
  const mentioned = new Set([
    ...schemas.flatMap(({ properties }) => Object.keys(properties ?? {})),
    ...factsOf(facts, 'having').map(({ name }) => name),
    ...factsOf(facts, 'member').map(({ name }) => name),
  ])
  const patterns = [
    ...new Set(
      schemas
        .flatMap(({ patternProperties }) => Object.keys(patternProperties ?? {}))
        .filter((pattern) => compiled(pattern) !== undefined),
    ),
  ]
  const telling = [
    ...patterns.map((pattern) => claim({ pattern }, nowhere)),
    ...factsOf(facts, 'some-name').map((fact) => fact.claim),
  ]
  return {
    mentioned,
    candidates(taken, more = wanted) {
      const known = [...new Set([...taken, ...mentioned])]
      if (more === 0) return { names: known }
      const fresh = freshNames(known, Math.min(more, mostFresh))
      const doubt =
        fresh.doubt ?? (more > mostFresh ? `no object of ${more} undeclared properties was tried` : undefined)
      return { names: [...known, ...fresh.names], ...(doubt === undefined ? {} : { doubt }) }
    },
  }

  function freshNames(known: readonly string[], count: number): { names: readonly string[]; doubt?: string } {
    if (telling.length + everyName.length === 0) {
      const free = [...likely, ...Array.from({ length: count + known.length }, (_, index) => `x${index}`)]
      const isKnown = new Set(known)
      return { names: free.filter((name) => !isKnown.has(name)).slice(0, count) }
    }
    let doubt = telling.length > mostTelling ? 'too many patterns tell property names apart' : undefined
    const names: string[] = []
    for (const kind of kindsOf(telling.slice(0, mostTelling), everyName)) {
      for (let index = 0; index < count; index++) {
        const name = find.value([...kind, claim({ type: 'string', not: { enum: [...known, ...names] } }, nowhere)])
        if (isUnknown(name)) doubt ??= name.unknown
        if (!isFound(name) || typeof name.value !== 'string') break
        names.push(name.value)
      }
    }
    return doubt === undefined ? { names } : { names, doubt }
  }
}

/** All ways in which what tells names apart may apply to one or not. */
function kindsOf(telling: readonly Claim[], always: readonly Claim[]): readonly (readonly Claim[])[] {
  return telling.reduce<readonly (readonly Claim[])[]>(
    (kinds, one) =>
      kinds.flatMap((kind) => [
        [...kind, one],
        [...kind, negated(one)],
      ]),
    [always],
  )
}
