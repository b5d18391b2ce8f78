import { anyKey } from './type.js'

/** The keys of an index signature, as the fixed texts of a template literal type: see `IndexSignature`. */
export interface IndexKey {
  readonly key: readonly string[]
  /** The pattern that matches just these keys. */
  readonly exactly: string
  /** Whether the contract's own pattern matches just these. */
  readonly exact: boolean
}

/**
 * The keys that a pattern of `patternProperties` matches, where an index signature can say them. Patterns are not
 * anchored: `^x-` matches every key that starts with `x-`. For a signature, `.*` and `.+` are anything.
 */
export function indexKeyOf(pattern: string): IndexKey | undefined {
  const match = /^(\^)?(\.[*+])?((?:[\w\-:/@ ]|\\[.\-/$+*?^|()[\]{}])*)(\.[*+])?(\$)?$/.exec(pattern)
  if (match === null) return undefined
  const [, start, before, text = '', after, end] = match
  const [opens, closes] = [start === undefined || before !== undefined, end === undefined || after !== undefined]
  const fixed = text.replaceAll(/\\(.)/g, '$1')
  if ((!opens && !closes) || fixed.includes('${')) return undefined
  const exactly = fixed === '' ? '' : `${opens ? '' : '^'}${text}${closes ? '' : '$'}`
  const exact = ![before, after].includes('.+') && !(start && before) && !(after && end)
  if (fixed === '') return { key: anyKey, exactly, exact }
  return { key: [...(opens ? [''] : []), fixed, ...(closes ? [''] : [])], exactly, exact }
}

/** Whether an index signature with this key speaks of the property `name`. */
export function isKeyOf(key: readonly string[], name: string): boolean {
  const [first = '', ...others] = key
  const last = others.pop() ?? ''
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  return name.slice(first.length, name.length - last.length).includes(others.join(''))
}

/** Whether every key of `part` is one of `whole`. */
export function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  return isKeyOf(whole, part.join('\u0000'))
}
