import type { Json, SchemaObject } from '@tidings/contract'
import { type Claim, claim } from '../claim.js'
import { countOf, type Fact, factsOf } from '../fact.js'
import { compiled, isAsClaimed, rulingSchemas } from '../fits.js'
import { firstOf, found, isFound, isNone, isUnknown, none, type Outcome, unknown } from '../outcome.js'
import type { Find } from './find.js'
import { createNames } from './names.js'

/** An object of which all facts are so. */
export function findObject(facts: readonly Fact[], find: Find): Outcome {
  const { least, most } = countOf(facts)
  const everyName = factsOf(facts, 'every-name').map((fact) => fact.claim)
  const rules = factsOf(facts, 'members')
  const members = factsOf(facts, 'member')
  const required = new Set(factsOf(facts, 'having').map(({ name }) => name))
  const wanted: readonly Wanted[] = facts.filter((fact) => fact.is === 'some-member' || fact.is === 'some-name')
  if (least > most || required.size > most) return none

  const claimsOn = (name: string): readonly Claim[] => [
    ...rules.flatMap(({ schema, scope }) => rulingSchemas(name, schema).map((inner) => claim(inner, scope))),
    ...members.filter((fact) => fact.name === name).map((fact) => fact.claim),
  ]
  const memberOf = (name: string, more: readonly Claim[] = []): Outcome =>
    everyName.every((one) => isAsClaimed(name, one)) ? find.value([...claimsOn(name), ...more]) : none

  // A required property that nothing can be proves most: it is looked for before anything is chosen.
  const given = new Map<string, Outcome>()
  for (const name of required) {
    const member = memberOf(name)
    if (isNone(member)) return none
    given.set(name, member)
  }
  const names = createNames({ facts, everyName, wanted: wanted.length, find })
  return placed(0, given, new Map())

  /** Lets the next wanted property be one of those that could be it. */
  function placed(
    count: number,
    chosen: ReadonlyMap<string, Outcome>,
    extra: ReadonlyMap<string, readonly Claim[]>,
  ): Outcome {
    const next = wanted[count]
    if (next === undefined) return filled(chosen)
    const candidates = names.candidates([...chosen.keys()])
    const outcome = firstOf(candidates.names, (name) => {
      if (!isCandidate(name, next) || (!chosen.has(name) && chosen.size >= most)) return none
      if (!find.step()) return find.outOfSteps
      const claims = [...(extra.get(name) ?? []), ...(next.is === 'some-member' ? [next.claim] : [])]
      const member = memberOf(name, claims)
      if (isNone(member)) return none
      return placed(count + 1, new Map([...chosen, [name, member]]), new Map([...extra, [name, claims]]))
    })
    return isNone(outcome) && candidates.doubt !== undefined ? unknown(candidates.doubt) : outcome
  }

  /** Adds properties until there are enough. */
  function filled(chosen: ReadonlyMap<string, Outcome>): Outcome {
    const all = new Map(chosen)
    let doubt = [...all.values()].find(isUnknown)
    if (all.size < least) {
      const more = names.candidates([...all.keys()], least - all.size)
      for (const name of more.names) {
        if (all.size >= least) break
        if (all.has(name)) continue
        const member = memberOf(name)
        if (isFound(member)) all.set(name, member)
        else if (isUnknown(member)) doubt ??= member
      }
      if (all.size < least) return doubt ?? (more.doubt === undefined ? none : unknown(more.doubt))
    }
    if (doubt !== undefined) return doubt
    const order = [...names.mentioned, ...all.keys()]
    const members = [...new Set(order)].flatMap((name): [string, Json][] => {
      const member = all.get(name)
      return member !== undefined && isFound(member) ? [[name, member.value]] : []
    })
    return found(Object.fromEntries(members))
  }
}

type Wanted = Extract<Fact, { is: 'some-member' | 'some-name' }>

function isCandidate(name: string, wanted: Wanted): boolean {
  if (wanted.is === 'some-name') return isAsClaimed(name, wanted.claim)
  if (wanted.pattern !== undefined) return compiled(wanted.pattern)?.test(name) ?? false
  return isUndeclared(name, wanted.among)
}

function isUndeclared(name: string, { properties = {}, patternProperties = {} }: SchemaObject): boolean {
  return (
    !Object.hasOwn(properties, name) &&
    Object.keys(patternProperties).every((pattern) => compiled(pattern)?.test(name) === false)
  )
}
