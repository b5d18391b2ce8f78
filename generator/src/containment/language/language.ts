import { DFA, NFA } from 'refa'
import { maxCharacter, type Node, parse, searched, withoutLookaheads } from './expression.js'

/** The one door to refa: sets of strings that regular expressions describe. */
export interface Languages {
  /** Strings that match, or do not match, each pattern, shortest first; `undefined` where that cannot be worked out. */
  readonly wordsOf: (patterns: readonly SignedPattern[]) => Words | undefined
  /** Strings that have something of what each pattern describes, whatever it is. */
  readonly guesses: (patterns: readonly SignedPattern[]) => Iterable<string>
}

export interface SignedPattern {
  readonly pattern: string
  readonly holds: boolean
}

export interface Words {
  readonly isEmpty: boolean
  /** Some of them: those that read best come first. */
  readonly samples: () => Iterable<string>
}

const mostNodes = 4_000

export function createLanguages(): Languages {
  const known = new Map<string, DFA | undefined>()
  const languageOf = ({ pattern, holds }: SignedPattern): DFA | undefined => {
    const key = `${holds ? '+' : '-'}${pattern}`
    if (!known.has(key))
      known.set(
        key,
        withinLimits(() => matching(pattern, holds)),
      )
    return known.get(key)
  }
  const readable = ['^[a-z]*$', '^[A-Za-z0-9_.-]*$', '^[ -~]*$'].map((pattern) => ({ pattern, holds: true }))

  const wordsOf = (patterns: readonly SignedPattern[]): Words | undefined => {
    const languages = patterns.map(languageOf)
    const common = intersectionOf(languages)
    if (common === undefined) return undefined
    return {
      isEmpty: common.isEmpty,
      *samples() {
        for (const some of [...readable.map(languageOf), undefined]) {
          const read = some === undefined ? common : intersectionOf([common, some])
          let count = 0
          for (const word of read?.words() ?? []) {
            yield String.fromCodePoint(...word)
            if (++count === 40) break
          }
        }
      },
    }
  }
  return { wordsOf, guesses }
}

/** Of each pattern as if it asserted nothing, alone and with something around it. */
function* guesses(patterns: readonly SignedPattern[]): Iterable<string> {
  for (const { pattern } of patterns) {
    const machine = withinLimits(() => {
      const expression = parse(pattern, 'ignore')
      return expression && NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(mostNodes))
    })
    let count = 0
    for (const word of machine?.words() ?? []) {
      const text = String.fromCodePoint(...word)
      yield* [text, ` ${text}`, `${text} `, `x${text}x`]
      if (++count === 200) break
    }
  }
}

/** What grows beyond the limit is given up. */
function withinLimits<T>(make: () => T | undefined): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

function intersectionOf(languages: readonly (DFA | undefined)[]): DFA | undefined {
  const [first = DFA.all({ maxCharacter }), ...others] = languages
  if (languages.includes(undefined)) return undefined
  return withinLimits(() =>
    others.reduce<DFA>((all, one) => {
      const common = DFA.fromIntersection(all, one ?? all, limited())
      common.minimize()
      return common
    }, first),
  )
}

const limited = () => new DFA.LimitedNodeFactory(mostNodes)

/** The strings in which a pattern matches somewhere, or those in which it does not. */
function matching(source: string, holds: boolean): DFA | undefined {
  const expression = parse(source)
  if (expression === undefined) return undefined
  const parts = withoutLookaheads(expression)
  const languages = parts.map(({ node, holds: isWanted }) => {
    const language = deterministic(node)
    if (!isWanted) language.complement(limited())
    return language
  })
  const all = intersectionOf(languages)
  if (all === undefined) return undefined
  const made = all.copy(limited())
  if (!holds) made.complement(limited())
  made.minimize()
  return made
}

function deterministic(node: Node): DFA {
  const whole = searched(node)
  const machine = NFA.fromRegex(whole, { maxCharacter }, { assertions: 'throw' }, new NFA.LimitedNodeFactory(mostNodes))
  const language = DFA.fromFA(machine, limited())
  language.minimize()
  return language
}
