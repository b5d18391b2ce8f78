import type { Json } from '@tidings/contract'
import type { Break, Path } from '../containment/break.js'
import type { DiffRuleId } from './rules.js'

/** What the texts of a change of data name. Each rule takes of it what it needs. */
export function holesOf({
  rule,
  path,
  forward,
  backward,
  where,
}: {
  readonly rule: DiffRuleId
  readonly path: Path
  readonly forward: Break | undefined
  readonly backward: Break | undefined
  readonly where: (path: Path) => string
}): Readonly<Record<string, string>> {
  const keyword = (backward ?? forward)?.keyword ?? ''
  // What refuses is the newer schema of old events, and the older one of new events.
  const is = backward === undefined ? forward?.detail.was : backward.detail.is
  const was = backward === undefined ? forward?.detail.is : backward.detail.was
  const say = valueWords[keyword] ?? limitInWords
  const closed = rule === 'object-closed' ? path.slice(0, -1) : path
  return {
    where: where(closed),
    keyword,
    is: say(is),
    was: say(was).replace(/^is /, ''),
    change: backward === undefined ? 'no longer declared' : 'declared now',
    effect:
      rule === 'undeclared-property'
        ? `is refused${backward === undefined ? ' by deployed readers' : ''}`
        : 'deployed readers require it',
  }
}

const text = (value: Json): string => {
  const written = JSON.stringify(value)
  return written.length > 40 ? `${written.slice(0, 40)}…` : written
}

const limitInWords = (value: Json | undefined): string => (value === undefined ? 'not set' : text(value))

const typesInWords = (value: Json | undefined): string =>
  value === undefined ? 'of any type' : [value].flat().join(' or ')

const mostNamed = 5

function enumInWords(value: Json | undefined): string {
  if (value === undefined) return 'is free'
  const values = Array.isArray(value) ? value : [value]
  const named = values.slice(0, mostNamed).map(text)
  const more = values.length - named.length
  if (values.length === 1) return `is ${named[0]}`
  return `is one of ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const valueWords: Readonly<Record<string, (value: Json | undefined) => string>> = {
  type: typesInWords,
  enum: enumInWords,
  const: (value) => (value === undefined ? 'is free' : `is ${text(value)}`),
}
