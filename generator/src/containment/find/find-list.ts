import type { Json } from '@tidings/contract'
import { repeatedItem } from '@tidings/runtime/sdk/v1'
import { isTuple } from '../alternative.js'
import { type Claim, claim } from '../claim.js'
import { countOf, type Fact, factsOf } from '../fact.js'
import { firstOf, found, isFound, isNone, none, type Outcome, unknown } from '../outcome.js'
import { nowhere } from '../scope.js'
import type { Find } from './find.js'

/**
 * A list of which all facts are so. Beyond the tuples' own items all places are alike; so what some item has to be is
 * tried at each place of a tuple and at as many beyond as there are such items.
 */
export function findList(facts: readonly Fact[], find: Find): Outcome {
  const { least, most } = countOf(facts)
  if (least > most) return none
  const some = factsOf(facts, 'some-item')
  const isRepeating = factsOf(facts, 'unique').some(({ holds }) => !holds)
  const isUnique = factsOf(facts, 'unique').some(({ holds }) => holds)
  const places = tupleLength(facts) + some.length + (isRepeating ? 2 : 0)
  const claimsAt = (index: number): readonly Claim[] => claimsOf(facts, Math.min(index, places))
  if (!isRepeating) return placed([])
  if (isUnique) return none
  return firstOf(pairsBelow(places), (pair) => placed([], pair))

  /** With items put at places so far, puts the next one; fills up when all are put. */
  function placed(put: readonly number[], pair?: readonly [number, number]): Outcome {
    const next = some[put.length]
    if (next === undefined) return filled(put, pair)
    const from = Math.min(Math.ceil(next.from), places - 1)
    const choices = Array.from({ length: Math.max(0, places - from) }, (_, index) => from + index)
    return firstOf(choices, (place) => {
      if (place >= most || !find.step()) return place >= most ? none : find.outOfSteps
      const isPossible = find.value([...claimsAt(place), next.claim])
      return isNone(isPossible) ? none : placed([...put, place], pair)
    })
  }

  function filled(put: readonly number[], pair?: readonly [number, number]): Outcome {
    const length = Math.max(least, ...put.map((place) => place + 1), (pair?.[1] ?? -1) + 1)
    if (length > most) return none
    if (length > longest) {
      const beyond = find.value(claimsAt(places))
      return isNone(beyond) ? none : unknown(`no list of ${length} items was tried`)
    }
    const asked = (index: number) => [
      ...claimsAt(index),
      ...some.filter((_, at) => put[at] === index).map((fact) => fact.claim),
    ]
    const items: Json[] = []
    for (let index = 0; index < length; index++) {
      if (pair?.[1] === index) items.push(items[pair[0]] as Json)
      else {
        const claims = pair?.[0] === index ? [...asked(index), ...asked(pair[1])] : asked(index)
        const item = find.value(isUnique ? [...claims, ...items.map(isOther)] : claims)
        if (!isFound(item)) {
          const isProof = !isUnique || index === 0 || isUniform(put) || isNone(find.value(claims))
          return isNone(item) && !isProof ? unknown('whether enough different items exist was not found out') : item
        }
        items.push(item.value)
      }
    }
    return isUnique && repeatedItem(items) ? unknown('different items were not found') : found(items)
  }

  /** All places are alike: then choosing other items earlier would not help. */
  function isUniform(put: readonly number[]): boolean {
    return put.length === 0 && tupleLength(facts) === 0
  }
}

const longest = 1_000

const isOther = (item: Json): Claim => claim({ const: item }, nowhere, false)

const pairsBelow = (count: number) =>
  Array.from({ length: count }, (_, second) =>
    Array.from({ length: second }, (_, first): readonly [number, number] => [first, second]),
  ).flat()

/** How many places have claims of their own. */
function tupleLength(facts: readonly Fact[]): number {
  const lengths = facts.map((fact) => {
    if (fact.is === 'items') return isTuple(fact.schema.items) ? fact.schema.items.length : 0
    if (fact.is === 'item') return fact.index + 1
    return fact.is === 'some-item' ? fact.from : 0
  })
  return Math.max(0, ...lengths)
}

function claimsOf(facts: readonly Fact[], index: number): readonly Claim[] {
  return facts.flatMap((fact): readonly Claim[] => {
    if (fact.is === 'every-item') return [fact.claim]
    if (fact.is === 'item') return fact.index === index ? [fact.claim] : []
    if (fact.is !== 'items') return []
    const { items, additionalItems } = fact.schema
    const ruling = isTuple(items) ? (index < items.length ? items[index] : additionalItems) : items
    return ruling === undefined ? [] : [claim(ruling, fact.scope)]
  })
}
