import { type Code, code, either, raw } from './code.js'
import { compareNames } from './order.js'

/** One name between the braces of an import or an export. */
export interface Binding {
  readonly name: string
  /** The name that it gets, where that is another. */
  readonly as?: string
  readonly type?: boolean
}

/** `import { a, type B }`, `export type { C as D }`: sorted, and broken where it is long, as our formatter does. */
export function namedBindings(keyword: 'import' | 'export', bindings: readonly Binding[]): Code {
  const sorted = [...bindings].sort((a, b) => compareNames(a.name, b.name))
  const onlyTypes = sorted.every(({ type }) => type)
  const words = sorted.map(({ name, as = name, type }) =>
    raw(`${type && !onlyTypes ? 'type ' : ''}${name}${as === name ? '' : ` as ${as}`}`),
  )
  const oneLine = code`{ ${raw(words.flatMap(({ parts }) => parts).join(', '))} }`
  const broken = code`
    {
      ${words.map((word) => code`${word},`)}
    }
  `
  const start = raw(onlyTypes ? `${keyword} type` : keyword)
  return code`${start} ${words.length === 1 && keyword === 'import' ? oneLine : either(oneLine, broken)}`
}
