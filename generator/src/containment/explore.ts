import type { Json, Schema } from '@tidings/contract'
import type { BreakKind } from './break.js'
import { claim } from './claim.js'
import type { Find } from './find/find.js'
import { nearest } from './nearest.js'
import { isFound, isNone, isUnknown, type Outcome } from './outcome.js'
import { keysIn, type Place, partOf, pathOf, root, where } from './place.js'
import { type Refusal, refusalsOf } from './refusals.js'
import { schemasAlong } from './schemas-at.js'
import { identityOf, type Located, type OwnScope, resolve } from './scope.js'

/** A refusal with a value that the older side takes and that is refused for it, or with why that is not known. */
export interface Explored {
  readonly refusal: Refusal
  readonly outcome: { readonly value: Json } | { readonly unknown: string }
  /** The alternative of the older side that it is about. */
  readonly alternative?: Located
  /** A schema that refers to itself was entered again on the way: what it says may have been said before. */
  readonly isAgain: boolean
}

export interface Exploring {
  readonly from: Located
  readonly to: Located
  readonly own: OwnScope
  readonly find: Find
}

const mostFound = 100
/** Beyond this a break is told at its place, without its reason. */
const deepest = 30

/**
 * All reasons for which the newer schema refuses something that the older takes. It goes into a part of the schemas
 * only where some value breaks in there, so what is the same costs one look.
 */
export function explore({ from, to, own, find }: Exploring): readonly Explored[] {
  const explored: Explored[] = []
  into(to, root, [])
  return explored.filter(isNews)

  function refusedAs(refused: Schema): Outcome {
    return find.value([claim(from.schema, from.scope), claim(refused, own)])
  }

  /** Whether anything was explored at a place. */
  function into(
    given: Located,
    place: Place,
    chain: readonly string[],
    keyword: Refusal['keyword'] = 'false',
  ): boolean {
    const located = resolve(given)
    const name = identityOf(located)
    const outcome = refusedAs(place.whole({ not: own.pointTo(located) }))
    if (isNone(outcome)) return false
    const times = chain.filter((other) => other === name).length
    const isWorthwhile = times < 2 && explored.length < mostFound && place.way.length < deepest
    const isMoreTold = isWorthwhile && reasons(located, place, [...chain, name])
    if (isMoreTold) return true
    const refused = place.whole({ not: own.pointTo(located) })
    return note(
      { kind: 'narrowed', keyword, place, path: pathOf(place), schema: located, detail: {}, refused },
      outcome,
      [...chain, name],
    )
  }

  function reasons(located: Located, place: Place, chain: readonly string[]): boolean {
    const before = explored.length
    const { own: refusals, inner, alternatives } = refusalsOf(located, place, own, namesBefore(place))
    for (const refusal of refusals) note(refusal, refusedAs(refusal.refused), chain)
    for (const one of inner) into(one.schema, one.place, chain, one.keyword)
    for (const { keyword, members } of alternatives) among(located, keyword, members, place, chain)
    return explored.length > before
  }

  function note(refusal: Refusal, outcome: Outcome, chain: readonly string[], alternative?: Located): boolean {
    if (isNone(outcome)) return false
    const isAgain = new Set(chain).size < chain.length
    explored.push({ refusal, outcome, isAgain, ...(alternative === undefined ? {} : { alternative }) })
    return true
  }

  function namesBefore(place: Place): readonly string[] {
    const schemas = schemasAlong(from, pathOf(place))
    return [
      ...new Set(
        schemas.flatMap(({ schema }) =>
          typeof schema === 'boolean'
            ? []
            : Object.keys(schema.properties ?? {}).filter((name) => schema.properties?.[name] !== false),
        ),
      ),
    ]
  }

  /** Looks at each alternative of the older side by itself, so that each one that is gone is told. */
  function among(
    located: Located,
    keyword: 'anyOf' | 'oneOf',
    members: readonly Located[],
    place: Place,
    chain: readonly string[],
  ): void {
    const pointers = members.map((member) => own.pointTo(member))
    const noneFits = { not: { anyOf: pointers } }
    const as = (kind: BreakKind, refused: Schema): Refusal => ({
      ...{ kind, keyword, place, path: pathOf(place), schema: located, detail: {} },
      refused: place.whole(refused),
    })
    if (!isNone(refusedAs(place.whole(noneFits)))) {
      for (const alternative of alternativesBefore(place)) {
        const given = alternative === undefined ? true : own.pointTo(alternative)
        const refusal = as('alternative-removed', { allOf: [given, noneFits] })
        const outcome = refusedAs(refusal.refused)
        if (isNone(outcome)) continue
        if (isUnknown(outcome)) {
          note(refusal, outcome, chain, alternative)
          continue
        }
        const meant = isFound(outcome) ? nearest(partAt(outcome.value, place) ?? null, members) : undefined
        const member = meant === undefined ? undefined : members[meant]
        if (member === undefined) {
          note(refusal, outcome, chain, alternative)
          continue
        }
        const others = pointers.filter((_, index) => index !== meant).map((pointer) => ({ not: pointer }))
        const narrowed = where(place, { allOf: [given, ...others] })
        if (!into(member, narrowed, chain, keyword))
          note({ ...refusal, kind: 'alternatives-narrowed' }, outcome, chain, alternative)
      }
    }
    if (keyword === 'anyOf') return
    for (const [index, one] of pointers.entries()) {
      for (const other of pointers.slice(index + 1)) {
        const refusal = as('alternatives-overlap', { allOf: [one, other] })
        if (note(refusal, refusedAs(refusal.refused), chain)) return
      }
    }
  }

  function alternativesBefore(place: Place): readonly (Located | undefined)[] {
    const members = schemasAlong(from, pathOf(place)).flatMap(({ schema, scope }) =>
      typeof schema === 'boolean'
        ? []
        : [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((member): Located => ({ schema: member, scope })),
    )
    return members.length === 0 ? [undefined] : members
  }
}

export function partAt(value: Json, place: Place): Json | undefined {
  return keysIn(value, place).reduce<Json | undefined>(partOf, value)
}

/** What is found by entering a schema again is told only where it was not found before. */
function isNews(one: Explored, _: number, all: readonly Explored[]): boolean {
  if (!one.isAgain) return true
  if (one.refusal.kind === 'narrowed') return all.every((other) => other.refusal.kind === 'narrowed')
  return all.every((other) => other.isAgain || sayingOf(other.refusal) !== sayingOf(one.refusal))
}

const sayingOf = ({ kind, keyword, schema, detail }: Refusal) =>
  JSON.stringify([kind, keyword, identityOf(schema), detail.property])
