import { multipleOf } from '@tidings/runtime/sdk/v1'
import { type Fact, factsOf } from '../fact.js'
import { found, none, type Outcome, unknown } from '../outcome.js'
import { commonMultiple, type Decimal, decimalOf, divides, quotient, times } from './decimal.js'

/** A number of which all facts are so. */
export function findNumber(facts: readonly Fact[]): Outcome {
  const range = rangeOf(facts)
  if (range.low > range.high) return none
  const isSo = (number: number) => Number.isFinite(number) && isInRange(number, range) && hasFacts(number, facts)
  const step = stepOf(facts)
  if (step === undefined) return findBetween(range, isSo)
  return findMultiple(step, range, facts, isSo)
}

interface Range {
  readonly low: number
  readonly high: number
}

function rangeOf(facts: readonly Fact[]): Range {
  const bounds = factsOf(facts, 'bound')
  const limits = (...keywords: readonly string[]) =>
    bounds.filter(({ keyword }) => keywords.includes(keyword)).map(({ limit }) => limit)
  const isWhole = factsOf(facts, 'whole').some(({ holds }) => holds)
  const most = isWhole ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE
  return {
    low: Math.max(-most, ...limits('minimum', 'exclusiveMinimum')),
    high: Math.min(most, ...limits('maximum', 'exclusiveMaximum')),
  }
}

const isInRange = (number: number, { low, high }: Range) => number >= low && number <= high

function hasFacts(number: number, facts: readonly Fact[]): boolean {
  return facts.every((fact) => {
    switch (fact.is) {
      case 'bound':
        return fact.keyword === 'exclusiveMinimum'
          ? number > fact.limit
          : fact.keyword === 'exclusiveMaximum'
            ? number < fact.limit
            : true
      case 'whole':
        return Number.isSafeInteger(number) === fact.holds
      case 'multiple':
        return multipleOf(number, fact.of) === fact.holds
      case 'other':
        return number !== fact.than
      default:
        return true
    }
  })
}

/** What every number has to be a multiple of, where there is such a thing. */
function stepOf(facts: readonly Fact[]): Decimal | undefined {
  const steps = [
    ...factsOf(facts, 'whole').flatMap(({ holds }) => (holds ? [1] : [])),
    ...factsOf(facts, 'multiple').flatMap(({ holds, of }) => (holds && of > 0 ? [of] : [])),
  ]
  const [first, ...others] = steps.map(decimalOf)
  return first && others.reduce(commonMultiple, first)
}

/** Between any two numbers there are more than any list excludes, but for those that are nearest to each other. */
function findBetween({ low, high }: Range, isSo: (number: number) => boolean): Outcome {
  if (low === high) return isSo(low) ? found(low) : none
  const [from, to] = [Math.max(low, -1e9), Math.min(high, 1e9)]
  const inner = Array.from({ length: 199 }, (_, index) => from + ((to - from) / 200) * (index + 1))
  const near = [low, low + 1, low + 0.5, high, high - 1, high - 0.5]
  const plain = [0, 1, 0.5, 1.5, -1, -0.5, Math.ceil(low), Math.floor(high)]
  const fine = [1, 2, 3, 4, 5, 6].flatMap((digits) =>
    [0, low, high].flatMap((near) => [near + 10 ** -digits, near - 10 ** -digits]),
  )
  const isClose = (number: number) => Math.abs(number) < 1e15
  const candidates = [
    ...near.filter(isClose),
    ...plain,
    ...fine,
    0.123456789,
    -0.123456789,
    ...inner,
    low + (high - low) / 2,
    low,
    high,
    2 ** 60,
  ]
  const value = candidates.find(isSo)
  return value === undefined ? unknown('no number between the bounds was found') : found(value === 0 ? 0 : value)
}

const fewEnough = 2_000n

function findMultiple(
  step: Decimal,
  { low, high }: Range,
  facts: readonly Fact[],
  isSo: (number: number) => boolean,
): Outcome {
  const first = -quotient(decimalOf(-low), step)
  const last = quotient(decimalOf(high), step)
  if (first > last) return none
  if (isRuledOut(step, { low, high }, facts)) return none
  const value = candidatesBetween(first, last)
    .map((count) => times(count, step))
    .find(isSo)
  if (value !== undefined) return found(value === 0 ? 0 : value)
  return last - first < fewEnough ? none : unknown('no multiple between the bounds was found')
}

/** Whether each multiple of the step is one that a fact rules out. */
function isRuledOut(step: Decimal, { low, high }: Range, facts: readonly Fact[]): boolean {
  const isMultiple = (of: number) => of > 0 && divides(decimalOf(of), step)
  const areSafe = low >= Number.MIN_SAFE_INTEGER && high <= Number.MAX_SAFE_INTEGER
  return (
    factsOf(facts, 'multiple').some(({ of, holds }) => !holds && isMultiple(of)) ||
    (areSafe && isMultiple(1) && factsOf(facts, 'whole').some(({ holds }) => !holds))
  )
}

/** All where there are few; else from the ends, around zero, and where integers stop being exact. */
function candidatesBetween(first: bigint, last: bigint): readonly bigint[] {
  if (last - first < fewEnough) return from(first, 1n, Number(last - first) + 1)
  const isNear = (count: bigint) => count > -(2n ** 40n) && count < 2n ** 40n
  const ends = [from(first, 1n), from(last, -1n)] as const
  return [
    ...(isNear(first) ? ends[0] : []),
    ...(isNear(last) ? ends[1] : []),
    ...[
      from(0n, 1n),
      from(-1n, -1n),
      from(2n ** 53n, 1n),
      from(-(2n ** 53n), -1n),
      from(2n ** 62n, 1n),
      ...ends,
    ].flat(),
  ].filter((count) => count >= first && count <= last)
}

const from = (start: bigint, step: bigint, count = 300): readonly bigint[] =>
  Array.from({ length: count }, (_, index) => start + BigInt(index) * step)
