import type { Json } from '@tidings/contract'
import type { Alternative } from '../alternative.js'
import { type Claim, keyOf, plain } from '../claim.js'
import { decompose, isFact } from '../decompose.js'
import { type Fact, factsOf, type ValueType, valueTypes } from '../fact.js'
import { isAsClaimed, isOfType } from '../fits.js'
import type { Languages } from '../language/language.js'
import { firstOf, found, isFound, isNone, none, type Outcome, unknown } from '../outcome.js'
import type { SameSchema } from '../same-schema.js'
import { findList } from './find-list.js'
import { findNumber } from './find-number.js'
import { findObject } from './find-object.js'
import { findText } from './find-text.js'

/** Looks for a value of which all claims are so. */
export interface Find {
  readonly value: (claims: readonly Claim[]) => Outcome
  /** Takes one step of those that are left; `false` when none is. */
  readonly step: () => boolean
  readonly outOfSteps: Outcome
}

export interface FindOptions {
  readonly languages: Languages
  readonly isSame: SameSchema
  /** How many steps may be taken from now on. */
  readonly steps: { left: number }
}

/** A claim that leaves a choice which has not been made. */
interface Choice {
  readonly claim: Claim
  readonly alternatives: readonly Alternative[]
}

interface State {
  readonly facts: readonly Fact[]
  readonly choices: readonly Choice[]
  readonly claims: readonly Claim[]
}

const deepest = 64

/**
 * The facts that claims come to without a choice are made into the simplest value. Mostly it is as all claims say. If
 * not, one that it belies is the choice to make next, and each of its alternatives adds facts. Where the facts of
 * every alternative contradict each other there is no such value: that is the proof.
 *
 * A schema may refer to itself. What is being looked for need not be looked for inside itself: were there such a
 * value, the one inside would be found first.
 */
export function createFind({ languages, isSame, steps }: FindOptions): Find {
  const known = new Map<string, Outcome>()
  const open = new Map<string, number>()
  /** The outermost search that a result since then relied on, by its depth. */
  let reliedOn = Number.POSITIVE_INFINITY
  const outOfSteps = unknown('it would take too long')
  const find: Find = { value, step: () => steps.left-- > 0, outOfSteps }
  return find

  function value(given: readonly Claim[]): Outcome {
    const claims = given.map(plain).filter(({ schema, holds }) => schema !== holds)
    if (claims.some(({ schema }) => typeof schema === 'boolean')) return none
    const key = keyOf(claims)
    const outcome = known.get(key)
    if (outcome !== undefined) return outcome
    const depth = open.get(key)
    if (depth !== undefined) {
      reliedOn = Math.min(reliedOn, depth)
      return none
    }
    if (!find.step()) return outOfSteps
    if (open.size >= deepest) return unknown('it is nested too deeply')
    return remembered(key, () => looked(claims))
  }

  function remembered(key: string, look: () => Outcome): Outcome {
    const before = reliedOn
    const depth = open.size
    reliedOn = Number.POSITIVE_INFINITY
    open.set(key, depth)
    const outcome = look()
    open.delete(key)
    if (isFound(outcome) || (reliedOn >= depth && isNone(outcome))) known.set(key, outcome)
    if (reliedOn >= depth) reliedOn = Number.POSITIVE_INFINITY
    reliedOn = Math.min(before, reliedOn)
    return outcome
  }

  function looked(claims: readonly Claim[]): Outcome {
    const example = hintsOf(claims).find((hint) => claims.every((claim) => isAsClaimed(hint, claim)))
    if (example !== undefined) return found(example)
    return firstOf(valueTypes, (type) => {
      const state = taken(claims, { facts: [], choices: [], claims: [] }, type)
      return state === undefined ? none : chosen(state, claims, type)
    })
  }

  function chosen(state: State, claims: readonly Claim[], type: ValueType): Outcome {
    if (!find.step()) return outOfSteps
    const [constants] = factsOf(state.facts, 'among')
    if (constants !== undefined) return oneOf(constants.values, claims, type)
    const outcome = simplest(state.facts, claims, type)
    if (isNone(outcome)) return none
    if (isFound(outcome) && claims.every((claim) => isAsClaimed(outcome.value, claim))) return outcome
    const next = isFound(outcome)
      ? state.choices.find((choice) => !isAsClaimed(outcome.value, choice.claim))
      : state.choices[0]
    if (next === undefined) return isFound(outcome) ? unknown('the value that was made does not fit') : outcome
    const rest = { ...state, choices: state.choices.filter((choice) => choice !== next) }
    return firstOf(next.alternatives, (alternative) => {
      const after = taken(alternative, rest, type)
      return after === undefined ? none : chosen(after, claims, type)
    })
  }

  /** Adds what needs no choice to the facts; nothing when that cannot be. */
  function taken(items: Alternative, { facts, choices, claims }: State, type: ValueType): State | undefined {
    const next = { facts: [...facts], choices: [...choices], claims: [...claims] }
    const waiting = [...items]
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (isFact(item)) {
        next.facts.push(item)
        // All else is asked of each constant.
        if (item.is === 'among') return next
        continue
      }
      const given = plain(item)
      if (next.claims.some((other) => isContradiction(given, other))) return undefined
      next.claims.push(given)
      const alternatives = decompose(given, type)
      const [only] = alternatives
      if (only === undefined) return undefined
      if (alternatives.length === 1) waiting.unshift(...only)
      else if (alternatives.every(({ length }) => length > 0)) next.choices.push({ claim: given, alternatives })
    }
    return next
  }

  function isContradiction(one: Claim, other: Claim): boolean {
    return one.holds !== other.holds && typeof one.schema === 'object' && isSame(one, other)
  }

  function simplest(facts: readonly Fact[], claims: readonly Claim[], type: ValueType): Outcome {
    switch (type) {
      case 'null':
        return factsOf(facts, 'other').length > 0 ? none : found(null)
      case 'boolean':
        return oneOf([false, true], claims, type)
      case 'number':
        return findNumber(facts)
      case 'string':
        return findText(facts, languages)
      case 'array':
        return findList(facts, find)
      case 'object':
        return findObject(facts, find)
    }
  }

  function oneOf(values: readonly Json[], claims: readonly Claim[], type: ValueType): Outcome {
    const value = values.find((one) => isOfType(one, type) && claims.every((claim) => isAsClaimed(one, claim)))
    return value === undefined ? none : found(value)
  }
}

/** Scalars that the schemas themselves show: a witness tells more in its author's words. */
function hintsOf(claims: readonly Claim[]): readonly Json[] {
  return claims.flatMap(({ schema }) =>
    typeof schema === 'object' ? [...(schema.examples ?? []), schema.default ?? null].filter(isTelling) : [],
  )
}

const isTelling = (value: Json) =>
  typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length <= 60)
