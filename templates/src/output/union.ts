import { type Code, code, either, indented, isEmpty, join, raw } from './code.js'

/**
 * A union, with the space before it: on the line of its `=` or `:` where it fits, else one member a line.
 * `type Answer =${union([yes, no])}`.
 */
export function union(members: readonly Code[]): Code {
  const [only, ...others] = members
  if (only === undefined) return code` never`
  if (others.length === 0) return code` ${only}`
  const lines = members.map((member) => code`${raw('\n')}| ${indented(member)}`)
  return either(code` ${join(members, ' | ')}`, indented(join(lines, '')))
}

/** A union between `<` and `>`. */
export function unionArgument(members: readonly Code[]): Code {
  if (members.length === 1) return code`${members}`
  const lines = members.map((member) => code`| ${indented(member)}`)
  const inside = either(join(members, ' | '), join(lines, '\n'))
  return either(join(members, ' | '), code`${indented(code`${raw('\n')}${inside}`)}${raw('\n')}`)
}

/** Type arguments, `<A, B>`: on one line, or one a line, without a trailing comma. */
export function typeArguments(items: readonly Code[]): Code {
  const lines = items.map((item, at) => (at < items.length - 1 ? code`${item},` : item))
  const broken = code`
    <
      ${lines}
    >
  `
  return either(code`<${join(items)}>`, broken)
}

/** An object type: `{ a: string; b: number }` where that fits, else one member a line. A member may begin with its doc. */
export function typeLiteral(members: readonly Code[]): Code {
  const filled = members.filter((member) => !isEmpty(member))
  if (filled.length === 0) return code`Record<never, never>`
  const broken = code`
    {
      ${filled}
    }
  `
  return either(code`{ ${join(filled, '; ')} }`, broken)
}
