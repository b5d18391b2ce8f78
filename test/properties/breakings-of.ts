import type { Json, Schema } from '@tidings/contract'
import type { Violation } from '@tidings/runtime'
import { createCritic, type Schemas } from '../schema-values/judge.js'
import { type Mutation, mutationsOf } from '../schema-values/mutations-of.js'
import { type Fault, faultsIn, isAmong, isOnOneWay } from './faults-in.js'
import type { GeneratedEvent } from './generated-events.js'
import { type Given, isTellable } from './given-of.js'

/** Data or headers of an event with one thing changed, and what is to be said of it. */
export interface Breaking extends Mutation {
  readonly part: 'data' | 'headers'
  /** Whether to refuse the change with these problems, or not at all, is right. */
  readonly isRight: (problems: readonly Violation[] | undefined) => boolean
}

/** Some of all single mutations of what an event is made from, spread evenly from a place that `seed` tells. */
export const breakingsOf = (generated: GeneratedEvent, given: Given, seed: number): readonly Breaking[] => [
  ...breakingsIn('data', generated, given, seed),
  ...breakingsIn('headers', generated, given, seed),
]

function breakingsIn(part: Breaking['part'], generated: GeneratedEvent, given: Given, seed: number): Breaking[] {
  const { event, schemas } = generated
  const schema = part === 'data' ? event.payload : event.headers
  const value = given[part]
  if (schema === undefined || value === undefined) return []
  // What are no headers at all cannot be put on any wire.
  const isPossible = (changed: Json) =>
    (part === 'data' || isObject(changed)) && isTellable(generated, { ...given, [part]: changed })
  return some([...mutationsOf(value)], seed)
    .filter((mutation) => isPossible(mutation.value))
    .map((mutation) => {
      const faults = faultsIn(criticFor(schema, schemas)(mutation.value))
      return { part, ...mutation, isRight: rightFor({ part, mutation, faults, isGuessed: guessed.has(event.id) }) }
    })
}

const most = 4

function some<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const step = Math.ceil(items.length / most)
  return items.filter((_, at) => at % step === seed % step)
}

/**
 * Events with alternatives that no constant of their own tells apart, as docs/validators.md has it: told is the problem
 * of the nearest, which may be another than was meant.
 */
const guessed = new Set(['AnimalSeen'])

interface Expectation {
  readonly part: Breaking['part']
  readonly mutation: Mutation
  /** All that plain Ajv finds. */
  readonly faults: readonly Fault[]
  readonly isGuessed: boolean
}

/** One problem, which plain Ajv finds there as well, and which stands on the way to the change or inside it. */
const rightFor =
  ({ part, mutation, faults, isGuessed }: Expectation): Breaking['isRight'] =>
  (problems) => {
    if (problems === undefined) return faults.length === 0
    const [problem, ...others] = problems
    if (problem === undefined || others.length > 0 || problem.in !== part) return false
    if (!isAmong(faults, problem)) return false
    const onWay = faults.filter((fault) => isOnOneWay(mutation.pointer, placeOf(fault)))
    return isGuessed ? onWay.every((fault) => depthOf(fault) <= depthOf(problem)) : isAmong(onWay, problem)
  }

const depthOf = ({ pointer }: Fault) => pointer.split('/').length

/** Of two items that are the same the later is pointed at, and the earlier may be the changed one. */
const placeOf = ({ keyword, pointer }: Fault) =>
  keyword === 'uniqueItems' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer

const critics = new WeakMap<object, ReturnType<typeof createCritic>>()

/** Compiled once: the schema is the same for every value. */
function criticFor(schema: Schema, schemas: Schemas) {
  const known = typeof schema === 'object' ? critics.get(schema) : undefined
  if (known !== undefined) return known
  const critic = createCritic(schema, schemas)
  if (typeof schema === 'object') critics.set(schema, critic)
  return critic
}

const isObject = (value: Json) => typeof value === 'object' && value !== null && !Array.isArray(value)
