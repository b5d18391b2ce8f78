import { CharSet, DFA, type Expression, JS, NFA, type NoParent } from 'refa'

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

type Node = NoParent<Expression>
type Concatenation = Node['alternatives'][number]
type Element = Concatenation['elements'][number]

const maxCharacter = 0x10ffff
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

/**
 * As the validators read it: with the `u` flag. What only the older grammar takes (`\-`) is read so too, where it
 * says nothing of characters beyond U+FFFF, of which that grammar sees two.
 */
function parse(source: string, assertions: 'parse' | 'ignore' = 'parse'): Node | undefined {
  const isOlder = !isUnicode(source)
  const text = isOlder ? source.replace(needlessEscape, '$1') : source
  if (!isUnicode(text)) return undefined
  const { expression } = JS.Parser.fromLiteral({ source: text, flags: 'u' }).parse({ assertions })
  return isOlder && mentionsAstral(expression) ? undefined : expression
}

const needlessEscape = /\\([-_"#%&',:;<=>@`~! ])/g

function isUnicode(source: string): boolean {
  try {
    return new RegExp(source, 'u') !== undefined
  } catch {
    return false
  }
}

function mentionsAstral(node: Node | Concatenation | Element): boolean {
  if (node.type === 'CharacterClass') return node.characters.ranges.some(({ max }) => max > 0xffff)
  if (node.type === 'Concatenation') return node.elements.some(mentionsAstral)
  return node.type !== 'Unknown' && !isEdge(node) && node.alternatives.some(mentionsAstral)
}

/** `^` and `$`: no character before, or after. */
function isEdge(element: Node | Element, kind?: 'behind' | 'ahead'): boolean {
  if (element.type !== 'Assertion' || !element.negate || (kind !== undefined && element.kind !== kind)) return false
  const [only] = element.alternatives
  const [character] = only?.elements ?? []
  return (
    element.alternatives.length === 1 &&
    only?.elements.length === 1 &&
    character?.type === 'CharacterClass' &&
    character.characters.isAll
  )
}

/** `^(?=a)b` matches where both `^a` and `^b` do. */
function withoutLookaheads(node: Node): readonly { readonly node: Node; readonly holds: boolean }[] {
  const [only] = node.alternatives
  const [start, ...others] = only?.elements ?? []
  if (node.alternatives.length !== 1 || start === undefined || !isEdge(start, 'behind')) return [{ node, holds: true }]
  const isAhead = (element: Element) => element.type === 'Assertion' && element.kind === 'ahead' && !isEdge(element)
  const end = others.findIndex((element) => !isAhead(element))
  const ahead = end < 0 ? others : others.slice(0, end)
  const rest = end < 0 ? [] : others.slice(end)
  const anchored = (elements: readonly Element[]): Concatenation => ({
    type: 'Concatenation',
    elements: [start, ...elements],
  })
  const expressionOf = (alternatives: Concatenation[]): Node => ({ type: 'Expression', alternatives })
  return [
    { node: expressionOf([anchored(rest)]), holds: true },
    ...ahead.flatMap((element) =>
      element.type !== 'Assertion'
        ? []
        : [
            {
              node: expressionOf(element.alternatives.map(({ elements }) => anchored(elements))),
              holds: !element.negate,
            },
          ],
    ),
  ]
}

const anything = (): Element => ({
  type: 'Quantifier',
  min: 0,
  max: Number.POSITIVE_INFINITY,
  lazy: false,
  alternatives: [
    { type: 'Concatenation', elements: [{ type: 'CharacterClass', characters: CharSet.all(maxCharacter) }] },
  ],
})

/** The whole strings in which an expression matches somewhere: anything before and after it, but for `^` and `$`. */
function searched(node: Node): Node {
  const alternatives = node.alternatives
    .map((concatenation) => openedAt('behind', concatenation))
    .map((concatenation) => openedAt('ahead', concatenation))
  return { type: 'Expression', alternatives }
}

function openedAt(side: 'behind' | 'ahead', { elements }: Concatenation): Concatenation {
  const [outermost] = side === 'behind' ? elements : elements.slice(-1)
  const inner = side === 'behind' ? elements.slice(1) : elements.slice(0, -1)
  const joined = (element: readonly Element[], others: readonly Element[]): Concatenation => ({
    type: 'Concatenation',
    elements: side === 'behind' ? [...element, ...others] : [...others, ...element],
  })
  if (outermost === undefined) return joined([anything()], [])
  if (isEdge(outermost, side)) return anchoredAt(side, inner)
  if (outermost.type !== 'Alternation') return joined([anything()], elements)
  // Only an alternative that goes on to the edge may end there.
  const alternatives = outermost.alternatives.map((one) => openedAt(side, one))
  return joined([{ ...outermost, alternatives }], inner)
}

/** The edge asserted twice is the edge. */
function anchoredAt(side: 'behind' | 'ahead', elements: readonly Element[]): Concatenation {
  const outermost = side === 'behind' ? elements[0] : elements.at(-1)
  if (outermost === undefined || !isEdge(outermost, side)) return { type: 'Concatenation', elements: [...elements] }
  return anchoredAt(side, side === 'behind' ? elements.slice(1) : elements.slice(0, -1))
}
