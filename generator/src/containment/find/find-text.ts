import { ucs2length } from '@tidings/runtime/sdk/v1'
import { countOf, type Fact, factsOf } from '../fact.js'
import { compiled, fits } from '../fits.js'
import type { Languages, SignedPattern } from '../language/language.js'
import { found, none, type Outcome, unknown } from '../outcome.js'
import { nowhere } from '../scope.js'
import { formats } from './formats.js'

/** A string of which all facts are so. */
export function findText(facts: readonly Fact[], languages: Languages): Outcome {
  const bounds = boundsOf(facts)
  if (bounds.least > bounds.most) return none
  if (bounds.least > longest) return unknown(`no string of ${bounds.least} characters was tried`)
  const patterns = factsOf(facts, 'matching')
  const formatted = factsOf(facts, 'formatted')
  if (isContradiction(formatted)) return none
  const isSo = (text: string) => hasFacts(text, facts, bounds)
  const plainOnes = plainTexts(bounds, factsOf(facts, 'other').length)
  const samples = samplesOf(formatted)
  const isAsked = formatted.some(({ holds }) => holds)
  const ready = (isAsked ? [...samples, ...plainOnes] : [...plainOnes, ...samples]).filter(isSo)
  const [best = ready[0]] = ready.filter((text) => text !== '')
  if (best !== undefined) return found(best)
  if (patterns.length + formatted.length === 0) return bounds.most === 0 ? none : unknown('no string was found')
  const words = languages.wordsOf([
    ...patterns,
    ...patternsOf(formatted),
    ...patternsOfLength(bounds),
    ...patternsOfOthers(facts),
  ])
  if (words?.isEmpty) return none
  for (const word of words?.samples() ?? languages.guesses([...patterns, ...patternsOf(formatted)])) {
    if (isSo(word)) return found(word)
  }
  if (words === undefined) return unknown(`${describe(patterns, formatted)} cannot be worked out`)
  return unknown(`no string was found for ${describe(patterns, formatted)}`)
}

const longest = 20_000
/** Longer bounds make the automaton too large. */
const longestFolded = 300

interface Bounds {
  readonly least: number
  readonly most: number
}

type Formatted = Extract<Fact, { is: 'formatted' }>

function boundsOf(facts: readonly Fact[]): Bounds {
  const { least, most } = countOf(facts)
  const lengths = factsOf(facts, 'formatted').flatMap(({ format, holds }) =>
    holds ? (formats.get(format)?.length ?? []) : [],
  )
  return {
    least: Math.max(least, ...lengths.filter((_, index) => index % 2 === 0)),
    most: Math.min(most, ...lengths.filter((_, index) => index % 2 === 1)),
  }
}

function hasFacts(text: string, facts: readonly Fact[], { least, most }: Bounds): boolean {
  const length = ucs2length(text)
  if (length < least || length > most) return false
  return facts.every((fact) => {
    switch (fact.is) {
      case 'matching':
        return compiled(fact.pattern)?.test(text) === fact.holds
      case 'formatted':
        return isFormatted(text, fact.format) === fact.holds
      case 'other':
        return text !== fact.than
      default:
        return true
    }
  })
}

const isFormatted = (text: string, format: string) => fits(text, { schema: { format }, scope: nowhere })

/** Whether one format is asked for, and another refused that takes all that it takes. */
function isContradiction(facts: readonly Formatted[]): boolean {
  const taken = facts.filter(({ holds }) => holds).map(({ format }) => format)
  const all = new Set(taken)
  for (const format of all) for (const wider of formats.get(format)?.within ?? []) all.add(wider)
  return facts.some(({ format, holds }) => !holds && all.has(format))
}

const samplesOf = (facts: readonly Formatted[]) => {
  const asked = facts.filter(({ holds }) => holds).flatMap(({ format }) => formats.get(format)?.samples ?? [])
  if (asked.length > 0) return asked
  return [...formats.values()].flatMap(({ samples }) => samples.slice(0, 1))
}

/** Texts of the shortest length that may be, or nearly: one more than are excluded. */
function plainTexts({ least, most }: Bounds, excluded: number): readonly string[] {
  // An empty text is the last that tells a reader something.
  const lengths = [Math.max(least, 1), least + 1, least + 2, most, least].filter(
    (length) => length <= most && length <= longest,
  )
  return lengths.flatMap((length) => {
    if (length === 0) return ['']
    const varied = Math.min(length, 5)
    const start = 'a'.repeat(length - varied)
    return Array.from({ length: Math.min(excluded + 1, 26 ** varied) }, (_, index) => start + letters(index, varied))
  })
}

function letters(index: number, length: number): string {
  let [text, rest] = ['', index]
  while (text.length < length) {
    text = String.fromCharCode(97 + (rest % 26)) + text
    rest = Math.floor(rest / 26)
  }
  return text
}

/** Of a format that is asked for what all of it matches, of one that is refused what surely belongs to it. */
function patternsOf(facts: readonly Formatted[]): readonly SignedPattern[] {
  return facts.flatMap(({ format, holds }) => {
    const { outer, inner } = formats.get(format) ?? {}
    const pattern = holds ? outer : inner
    return pattern === undefined ? [] : [{ pattern, holds }]
  })
}

function patternsOfLength({ least, most }: Bounds): readonly SignedPattern[] {
  const from = Math.min(least, longestFolded)
  const to = most > longestFolded ? '' : String(most)
  return from === 0 && to === '' ? [] : [{ pattern: `^[^]{${from},${to}}$`, holds: true }]
}

/** Few strings that it must not be are told to the automaton, so that it knows when no other is left. */
function patternsOfOthers(facts: readonly Fact[]): readonly SignedPattern[] {
  const others = factsOf(facts, 'other').flatMap(({ than }) => (typeof than === 'string' ? [than] : []))
  if (others.length === 0 || others.length > mostOthers) return []
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return [{ pattern: `^(?:${others.map(literal).join('|')})$`, holds: false }]
}

const mostOthers = 50

function describe(patterns: readonly SignedPattern[], formatted: readonly Formatted[]): string {
  return [
    ...patterns.map(({ pattern }) => `the pattern ${JSON.stringify(pattern)}`),
    ...formatted.map(({ format }) => `the format ${format}`),
  ].join(' beside ')
}
