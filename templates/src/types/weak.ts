import type { Resolve } from './relate.js'
import type { Type } from './type.js'

/** TypeScript itself refuses unions of more than a hundred thousand members. */
const mostCombinations = 10_000

/**
 * The alternatives of a type of which TypeScript refuses a non-empty object that shares no property with them, because
 * all of theirs are optional: of each the names of its properties.
 */
export function weakAlternatives(type: Type, resolve: Resolve, depth = 0): readonly (readonly string[])[] {
  if (depth > 20) return []
  const within = (inner: Type) => weakAlternatives(inner, resolve, depth + 1)
  switch (type.is) {
    case 'object': {
      const isWeak =
        type.members.length > 0 && type.signatures.length === 0 && type.members.every(({ optional }) => optional)
      return isWeak ? [type.members.map(({ name }) => name)] : []
    }
    case 'union':
      return type.members.flatMap(within)
    case 'intersection':
      return type.members.map(within).reduce(product)
    case 'reference': {
      const target = resolve(type.name)
      return target === undefined ? [] : within(target)
    }
    default:
      return []
  }
}

function product(
  ones: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  if (ones.length * others.length > mostCombinations) return []
  return ones.flatMap((one) => others.map((other) => [...one, ...other]))
}
