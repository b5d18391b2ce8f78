import { alternativesOf, keyOf, neverType, type Type, unknownType } from './type.js'

/** The union of types: each once, what another already says left out, `null` at the end. */
export function unite(types: readonly Type[]): Type {
  const members = types.flatMap(alternativesOf)
  if (members.some(({ is }) => is === 'unknown')) return unknownType
  const whole = new Set(members.map(({ is }) => is))
  const said = members.filter((member) => member.is !== 'literal' || !whole.has(typeof member.value as Type['is']))
  const distinct = once(
    saysAnyObject(said) ? said.filter((member) => member.is !== 'object' || isAnyObject(member)) : said,
  )
  const booleans = distinct.filter((member) => member.is === 'literal' && typeof member.value === 'boolean')
  const folded = booleans.length === 2 ? foldBooleans(distinct) : distinct
  const ordered = [...folded.filter(({ is }) => is !== 'null'), ...folded.filter(({ is }) => is === 'null')]
  const [first = neverType] = ordered
  return ordered.length > 1 ? { is: 'union', members: ordered } : first
}

const isAnyObject = (type: Type) => type.is === 'object' && type.members.length === 0 && type.signatures.length === 0
const saysAnyObject = (types: readonly Type[]) => types.length > 1 && types.some(isAnyObject)

function once(types: readonly Type[]): readonly Type[] {
  if (types.length < 2) return types
  return [...new Map(types.map((type) => [keyOf(type), type] as const).reverse()).values()].reverse()
}

/** `true | false` is `boolean`, at the place of the first. */
function foldBooleans(types: readonly Type[]): readonly Type[] {
  const isBoolean = (type: Type) => type.is === 'literal' && typeof type.value === 'boolean'
  const first = types.findIndex(isBoolean)
  return types.flatMap((type, at) => (!isBoolean(type) ? [type] : at === first ? [{ is: 'boolean' } as const] : []))
}
