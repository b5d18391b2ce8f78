import { everyKind, type JsonKind } from './json-kind.js'
import { type Type, unknownType } from './type.js'
import { unite } from './unite.js'

/** Any value of these kinds. */
export function typeOfKinds(kinds: readonly JsonKind[]): Type {
  if (kinds.length === everyKind.length) return unknownType
  return unite(
    kinds.map((kind): Type => {
      if (kind === 'array') return { is: 'array', items: unknownType }
      return kind === 'object' ? { is: 'object', members: [], signatures: [] } : { is: kind }
    }),
  )
}
