import type { Json, NamedSchema, Schema } from '@tidings/contract'
import type { Judge } from '../judge/create-judge.js'
import type { Break, Undecided } from './break.js'
import { claim } from './claim.js'
import { type Explored, explore } from './explore.js'
import { createFind, type Find } from './find/find.js'
import { withinJudgements } from './fits.js'
import { isFound } from './outcome.js'
import { createSameSchema } from './same-schema.js'
import { createOwnScope, createScope, identityOf, type Located, type OwnScope } from './scope.js'
import { tellBreak } from './tell-break.js'

/** One of the two contracts that are compared. */
export interface Side {
  /** What references lead to. */
  readonly schemas: readonly NamedSchema[]
  /** The contract's own validators (`createJudge`). They are asked only to confirm a witness. */
  readonly judge: Judge
}

/** Whether every value that is valid under one schema is valid under another. */
export interface Containment {
  /** Ways in which a value that `from` takes is refused by `to`. */
  readonly breaks: readonly Break[]
  /** What could not be decided and has no witness. With no breaks and nothing undecided, it is proved: contained. */
  readonly undecided: readonly Undecided[]
}

/** Compares a schema of the older contract with one of the newer. What is the same costs next to nothing. */
export type CompareSchemas = (from: Schema, to: Schema) => Promise<Containment>

export interface ContainmentOptions {
  /** How many steps one comparison may take before it says 'cannot tell'; 10,000 unless given. */
  readonly steps?: number
}

const contained: Containment = { breaks: [], undecided: [] }

/** Compares the schemas of two contracts; what it learns of their shared schemas it keeps. */
export function createContainment(from: Side, to: Side, options: ContainmentOptions = {}): CompareSchemas {
  const scopes = { from: createScope(from.schemas), to: createScope(to.schemas) }
  const isSame = createSameSchema()
  const steps = { left: 0 }
  let find: Find | undefined

  return async (fromSchema, toSchema) => {
    const older = { schema: fromSchema, scope: scopes.from }
    const newer = { schema: toSchema, scope: scopes.to }
    if (isSame(older, newer)) return contained
    const { createLanguages } = await import('./language/language.js')
    find ??= createFind({ languages: createLanguages(), isSame, steps })
    steps.left = options.steps ?? 10_000
    const own = createOwnScope()
    const search = find
    const decide = () => {
      const explored = explore({ from: older, to: newer, own, find: search })
      if (explored.length === 0) return contained
      const isWitness = (value: Json) =>
        from.judge(fromSchema)(value) === undefined && to.judge(toSchema)(value) !== undefined
      return conclude({ explored, older, own, find: search, isWitness })
    }
    try {
      return withinJudgements(mostJudgements, decide)
    } catch (error) {
      // The stack ended, or the judgements: of schemas that are nested or composed beyond measure.
      if (!(error instanceof RangeError)) throw error
      // What was being looked for is open still.
      find = undefined
      return { breaks: [], undecided: [{ path: [], keyword: 'false', to: toSchema, why: 'it is nested too deeply' }] }
    }
  }
}

const mostJudgements = 2_000_000

interface Concluding {
  readonly explored: readonly Explored[]
  readonly older: Located
  readonly own: OwnScope
  readonly find: Find
  readonly isWitness: (value: Json) => boolean
}

/** A break is what the validators confirm. */
function conclude({ explored, older, own, find, isWitness }: Concluding): Containment {
  const breaks = new Map<string, Break>()
  const undecided = new Map<string, Undecided>()
  for (const one of explored) {
    const { keyword, path, schema } = one.refusal
    const key = JSON.stringify([path, keyword])
    const witness = witnessOf(one)
    if (witness !== undefined) {
      const told = tellBreak(one, witness, older)
      const about = identityOf({ schema: one.alternative?.schema ?? true, scope: older.scope })
      const same = JSON.stringify([told.path, told.kind, told.keyword, told.detail.property, about])
      if (!breaks.has(same)) breaks.set(same, told)
      continue
    }
    const why =
      'unknown' in one.outcome ? one.outcome.unknown : 'the validators do not bear out the example that was found'
    undecided.set(key, { path, keyword, to: schema.schema, why })
  }
  return { breaks: [...breaks.values()], undecided: [...undecided.values()] }

  /** A value that shows this break alone, where there is one. */
  function witnessOf({ refusal, outcome }: Explored): Json | undefined {
    if (!('value' in outcome)) return undefined
    const others = explored.filter((other) => other.refusal !== refusal && 'value' in other.outcome)
    const alone = find.value([
      claim(older.schema, older.scope),
      claim(refusal.refused, own),
      ...others.slice(0, mostOthers).map((other) => claim(other.refusal.refused, own, false)),
    ])
    return [...(isFound(alone) ? [alone.value] : []), outcome.value].find(isWitness)
  }
}

const mostOthers = 12
