import { CharSet, type Expression, JS, type NoParent } from 'refa'

/** A regular expression. */
export type Node = NoParent<Expression>
type Concatenation = Node['alternatives'][number]
type Element = Concatenation['elements'][number]

export const maxCharacter = 0x10ffff
/**
 * As the validators read it: with the `u` flag. What only the older grammar takes (`\-`) is read so too, where it
 * says nothing of characters beyond U+FFFF, nor of the halves that that grammar sees of them.
 */
export function parse(source: string, assertions: 'parse' | 'ignore' = 'parse'): Node | undefined {
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
  if (node.type === 'CharacterClass')
    return node.characters.ranges.some(({ min, max }) => max > 0xffff || (max >= 0xd800 && min <= 0xdfff))
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
export function withoutLookaheads(node: Node): readonly { readonly node: Node; readonly holds: boolean }[] {
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
export function searched(node: Node): Node {
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
